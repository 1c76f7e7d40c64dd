/// A share written as a percentage, kept exactly as it is printed: `89.46%` is 8,946 of 10,000 with two decimals.
struct Share: Hashable {
    /// The digits without point or sign.
    let digits: Int
    let decimals: Int

    /// Parses `89.46%`.
    init?(_ text: String) {
        guard text.hasSuffix("%"), let number = Decimal64(text.dropLast()), number.digits >= 0,
            number.decimals <= 6
        else { return nil }
        digits = Int(number.digits)
        decimals = number.decimals
    }

    init(digits: Int, decimals: Int) {
        self.digits = digits
        self.decimals = decimals
    }

    private var whole: Int { 100 * powerOfTen(decimals) }

    /// The share as a fraction; for draws by chance only, never for a quota.
    var fraction: Double { Double(digits) / Double(whole) }

    /// Tells whether a part of a total, rounded half away from zero at the printed precision, shows this share.
    func isShown(by part: Int, of total: Int) -> Bool {
        total > 0 && (2 * part * whole + total) / (2 * total) == digits
    }

    /// The part of a total nearest to this share; nil when no part shows it.
    func part(of total: Int) -> Int? {
        let part = (2 * total * digits + whole) / (2 * whole)
        return [part, part - 1, part + 1].first { $0 >= 0 && $0 <= total && isShown(by: $0, of: total) }
    }

    /// The nearest totals below and above of which some part shows this share.
    func nearestTotals(to total: Int) -> [Int] {
        // Every multiple of the whole works, so the search is bounded by it.
        let below = stride(from: total - 1, to: max(0, total - whole - 1), by: -1).first {
            part(of: $0) != nil
        }
        let above = (total + 1...max(total, 0) + whole).first { part(of: $0) != nil }
        return [below, above].compactMap { $0 }
    }

    var description: String {
        let text = String(digits)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
        return decimals == 0 ? "\(padded)%" : "\(padded.dropLast(decimals)).\(padded.suffix(decimals))%"
    }
}
