import Definitions
import Foundation
import Periods

/// A run of days, both ends included: `2024`, `2024-03`, `2024-01..2024-06` or `2023-07-01..2023-12-31`.
struct DaySpan: Hashable {
    let first: CivilDate
    let last: CivilDate

    init?(_ text: String) {
        let ends = text.components(separatedBy: "..")
        guard ends.count <= 2, let start = Self.span(ends[0]), let end = Self.span(ends[ends.count - 1]),
            start.first <= end.last
        else { return nil }
        first = start.first
        last = end.last
    }

    private init(first: CivilDate, last: CivilDate) {
        self.first = first
        self.last = last
    }

    private static func span(_ text: String) -> DaySpan? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let year = parts[0], (1900...2200).contains(year) else { return nil }
        switch parts.count {
        case 1: return months(from: year * 12, count: 12)
        case 2:
            return parts[1].flatMap {
                (1...12).contains($0) ? months(from: year * 12 + $0 - 1, count: 1) : nil
            }
        case 3: return CivilDate(text).map { DaySpan(first: $0, last: $0) }
        default: return nil
        }
    }

    private static func months(from month: Int, count: Int) -> DaySpan {
        DaySpan(
            first: .first(ofMonth: month),
            last: CivilDate(number: CivilDate.first(ofMonth: month + count).number - 1))
    }

    func contains(_ other: DaySpan) -> Bool { first <= other.first && other.last <= last }

    static let spellings = "2024, 2024-03, 2024-01..2024-06 or 2023-07-01..2023-12-31"
}

extension YAMLMapping {
    mutating func optionalSpan(_ key: String) -> DaySpan? {
        guard let text = optionalString(key) else { return nil }
        if let span = DaySpan(text.value) { return span }
        collector.error(
            at: text.location, "`\(text.value)` is not a period", remedy: "write \(DaySpan.spellings)")
        return nil
    }
}
