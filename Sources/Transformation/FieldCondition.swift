internal import Definitions
internal import Periods
internal import Records

/// A condition of a check on one field, with members and days as keys.
struct FieldCondition {
    private let values: Set<Int64>?
    private let excluded: Set<Int64>
    private let from: Int64?
    private let to: Int64?
    private let known: Bool?

    init(_ condition: FilterCondition, _ field: TargetField, _ members: Transformer.Members) throws {
        func keys(_ texts: [Located<String>]) throws -> Set<Int64> {
            Set(try texts.flatMap { try Self.keys(of: $0.value, field, members) })
        }
        func bound(_ text: Located<String>?) throws -> Int64? {
            guard let text else { return nil }
            guard let key = try Self.keys(of: text.value, field, members).first else {
                throw TransformationError(location: text.location, message: "`\(text.value)` is no value of `\(field.name)`")
            }
            return key
        }
        var (values, excluded): (Set<Int64>?, Set<Int64>) = (nil, [])
        var (from, to): (Int64?, Int64?) = (nil, nil)
        var known: Bool?
        switch condition {
        case .isIn(let texts): values = try keys(texts)
        case .isNotIn(let texts): excluded = try keys(texts)
        case .range(let lower, let upper): (from, to) = (try bound(lower), try bound(upper))
        case .isKnown(let flag): known = flag
        }
        (self.values, self.excluded, self.from, self.to, self.known) = (values, excluded, from, to, known)
    }

    func holds(_ column: TypedColumn, _ row: Int) -> Bool {
        let isMember = column.kind == .integer32
        let value = column.kind == .text ? 0 : column.numbers[row]
        if let known { return (column.present[row] && !(isMember && value < 0)) == known }
        guard column.present[row] else { return false }
        if let values, !values.contains(value) { return false }
        if excluded.contains(value) { return false }
        if let from, value < from { return false }
        if let to, value > to { return false }
        return true
    }

    /// The numbers by which a written value stands in a typed column.
    static func keys(of text: String, _ field: TargetField, _ members: Transformer.Members) throws -> [Int64] {
        switch field.purpose {
        case .member(let dimension): return try members(dimension, nil).surrogates(of: [text]).map { Int64($0) }
        case .calendar: return CivilDate(text).map { [Int64($0.dateKey)] } ?? []
        case .value(.date): return CivilDate(text).map { [Int64($0.daysSinceEpoch)] } ?? []
        case .value(let type):
            var scale = 0
            if case .decimal(_, let decimals) = type { scale = decimals }
            let bytes = Array(text.utf8)
            guard case .value(let value) = parseDecimal(bytes.span, 0..<bytes.count, scale: scale, thousands: nil) else {
                return []
            }
            return [value]
        }
    }
}
