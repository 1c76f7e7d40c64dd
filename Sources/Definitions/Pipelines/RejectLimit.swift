extension PipelineDefinition {
    /// How many rejects a delivery may have before it is refused whole.
    package struct RejectLimit: Sendable {
        package enum Bound: Sendable, Equatable {
            case rows(Int)
            /// A share in hundredths of a percent.
            case share(basisPoints: Int)
        }

        /// How much of a controlled measure may be rejected.
        package enum MoneyBound: Sendable, Equatable {
            /// A sum as a decimal number, in the unit of the measure.
            case amount(String)
            /// A share in hundredths of a percent of what was read.
            case share(basisPoints: Int)
        }

        /// The limits of rows; each of them refuses a delivery alone.
        package let bounds: [Bound]
        /// The number of rows under which a share of rows is not judged.
        package let minimumRows: Int
        /// The limits of controlled measures, whatever the number of rows is.
        package let money: [(measure: Located<String>, bound: MoneyBound)]
    }
}

extension PipelineDefinition.RejectLimit {
    /// Reads `rejects: { at_most: … }`; reports everything that is wrong in it.
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("rejects") else { return nil }
        let collector = node.collector
        let atMost = mapping.optionalStrings("at_most") ?? []
        minimumRows = mapping.optionalInteger("minimum_rows", atLeast: 0)?.value ?? 100
        var list = mapping.optionalMapping("money")
        let money = list?.entries() ?? []
        mapping.rejectUnreadKeys()
        if atMost.isEmpty, money.isEmpty {
            collector.error(
                at: node.location, "`rejects` limits nothing",
                remedy: "write `at_most: 1%`, `at_most: [20, 1%]` or `money: { MEASURE: 0.5% }`")
        }
        bounds = atMost.compactMap { text in
            if let bound = Bound(text.value) { return bound }
            collector.error(
                at: text.location, "`\(text.value)` is not a limit",
                remedy: "write a number of rows (`20`) or a share (`1%`, two decimals at most)")
            return nil
        }
        self.money = money.compactMap { entry in
            guard let text = entry.value.string(entry.key.value) else { return nil }
            if let bound = MoneyBound(text) { return (measure: entry.key, bound: bound) }
            collector.error(
                at: entry.value.location, "`\(text)` is not a limit of `\(entry.key.value)`",
                remedy: "write an amount (`1000` or `1000.50`) or a share (`0.5%`, two decimals at most)")
            return nil
        }
    }
}

extension PipelineDefinition.RejectLimit.Bound {
    /// Parses `20` or `1.25%`.
    init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let share = parseShare(text) else { return nil }
            self = .share(basisPoints: share)
        } else {
            guard isDigits(text), let rows = Int(text) else { return nil }
            self = .rows(rows)
        }
    }
}

extension PipelineDefinition.RejectLimit.MoneyBound {
    /// Parses `1000.50` or `0.5%`.
    init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let share = parseShare(text) else { return nil }
            self = .share(basisPoints: share)
        } else {
            let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            // Eighteen digits always fit a signed 64-bit integer, which is how the engine carries a decimal.
            guard parts.allSatisfy({ isDigits($0) }), parts.reduce(0, { $0 + $1.utf8.count }) <= 18 else { return nil }
            self = .amount(text)
        }
    }
}

/// Parses `1.25%` as hundredths of a percent; nil for anything but a share of 0 to 100 % with two decimals at most.
private func parseShare(_ text: String) -> Int? {
    let parts = text.dropLast().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ isDigits($0) }), let whole = parts.first.flatMap({ Int($0) }), whole <= 100 else {
        return nil
    }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard fraction.utf8.count <= 2, let hundredths = Int((fraction + "00").prefix(2)),
        whole * 100 + hundredths <= 10_000
    else { return nil }
    return whole * 100 + hundredths
}

private func isDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}
