internal import Periods

/// What sort of restriction a cell has in a root: cells of one sort can be parts of one whole.
enum CellKind: Hashable, Comparable {
    /// Members of attributes, of which a table lists all that have rows.
    case listed(String)
    /// What a condition asks, which tells nothing of what it leaves out.
    case chosen(String)
    /// Spans of one length, so many months, that begin in the same months.
    case months(length: Int, from: Int)
    /// Any other days.
    case days

    init(_ conditions: [CellCondition]) {
        let spans = conditions.filter(\.isOfDays)
        let paths = conditions.filter { !$0.isOfDays }.map(\.path).sorted().joined(separator: " ")
        if conditions.count == 1, let span = spans.first?.span {
            guard let from = span.from, span.isOfWholeMonths else {
                self = .days
                return
            }
            let first = from.year * 12 + from.month
            let length = max(1, span.until.year * 12 + span.until.month - first)
            self = .months(length: length, from: first % length)
        } else {
            let isListed = conditions.contains { if case .member = $0 { true } else { false } }
            self = isListed ? .listed(paths) : .chosen(paths)
        }
    }

    /// Whether it is about days alone.
    var isSpan: Bool {
        switch self {
        case .months, .days: true
        case .listed, .chosen: false
        }
    }

    /// Whether a reader knows that what is not shown has no rows.
    var listsAll: Bool { if case .listed = self { true } else { false } }
}

extension CellCondition {
    fileprivate var isOfDays: Bool { if case .days = self { true } else { false } }

    fileprivate var path: String {
        switch self {
        case .member(let path, _, _), .filter(let path, _): path
        case .days(let role, _, _): role
        }
    }
}
