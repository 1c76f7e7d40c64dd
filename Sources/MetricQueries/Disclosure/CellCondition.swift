internal import Definitions
internal import Periods

/// One condition that all rows of a cell fulfil, in words that hold in every language and in every run.
enum CellCondition: Hashable, Codable {
    /// What one attribute is asked to be; values are in order, so that equal conditions are equal.
    enum Test: Hashable, Codable {
        case isIn(values: [String])
        case isNotIn(values: [String])
        case range(from: String?, to: String?)
        case isKnown(flag: Bool)
    }

    /// The rows are those of one member: by its name, the English one where it has two, and the natural key behind it.
    case member(path: String, name: String?, keys: [String?])
    case filter(path: String, test: Test)
    /// Their day in a calendar role is one of these, the last one not included.
    case days(role: String, from: String?, until: String)

    init(_ filter: Filter, path: String) {
        self = .filter(path: path, test: Test(filter.condition))
    }

    init(_ span: DateSpan, role: String) {
        self = .days(role: role, from: span.from?.description, until: span.until.description)
    }

    /// The days as a span; nil for any other condition, and for days that cannot be read.
    var span: DateSpan? {
        guard case .days(_, let from, let until) = self, let until = CivilDate(until) else { return nil }
        return DateSpan(from: from.flatMap { CivilDate($0) }, until: until)
    }
}

extension CellCondition.Test {
    fileprivate init(_ condition: FilterCondition) {
        switch condition {
        case .isIn(let values): self = .isIn(values: Set(values.map(\.value)).sorted())
        case .isNotIn(let values): self = .isNotIn(values: Set(values.map(\.value)).sorted())
        case .range(let from, let to): self = .range(from: from?.value, to: to?.value)
        case .isKnown(let known): self = .isKnown(flag: known)
        }
    }

    /// The condition as definitions write it.
    func filter(on path: String) -> Filter {
        let place = SourceLocation(file: "", line: 1, column: 1)
        func located(_ text: String) -> Located<String> { Located(text, at: place) }
        let condition: FilterCondition
        switch self {
        case .isIn(let values): condition = .isIn(values.map(located))
        case .isNotIn(let values): condition = .isNotIn(values.map(located))
        case .range(let from, let to): condition = .range(from: from.map(located), to: to.map(located))
        case .isKnown(let known): condition = .isKnown(known)
        }
        return Filter(path: located(path), condition: condition)
    }
}
