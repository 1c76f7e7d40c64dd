extension DecimalNumber {
    /// Reads plain digits with an optional sign and point, as a database writes a numeric; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        let digits = String(whole) + fraction
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let units = Int128(digits)
        else { return nil }
        self.init(units: isNegative ? -units : units, decimals: fraction.count)
    }
}
