internal import Periods
internal import Records
internal import Warehouse

/// Writes values as PostgreSQL does, so that they can be compared with what is there.
enum MemberText {
    /// A moment as PostgreSQL writes it, from whole seconds in microseconds since 2000-01-01.
    private static func momentText(_ microseconds: Int64) -> String {
        let (days, second) = (microseconds / 1_000_000).flooredDivision(by: 86_400)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: days))
        return "\(day) \(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    /// A pseudonym as PostgreSQL writes a uuid.
    private static func identifierText(_ high: Int64, _ low: Int64) -> String {
        let digits = [high, low].map { half in
            let text = String(UInt64(bitPattern: half), radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }.joined()
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }

    /// A value as PostgreSQL writes it.
    static func of(_ column: TypedColumn, _ row: Int) -> String? {
        guard column.present[row] else { return nil }
        return switch column.kind {
        case .text: column.text(row)
        case .integer32, .integer64: String(column.numbers[row])
        case .decimal(let scale): decimalText(column.numbers[row], scale: scale)
        case .date: CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: column.numbers[row])).description
        case .boolean: column.numbers[row] == 0 ? "f" : "t"
        case .timestamp: momentText(column.numbers[row])
        case .pseudonym: identifierText(column.numbers[row], column.lowHalves[row])
        }
    }
}

extension Int64 {
    /// Divides so that the remainder is never negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
