internal import Definitions
internal import Records

/// A condition of a check on one field.
///
/// A value that is not there meets none but `{ known: false }`.
struct FieldCondition {
    private var field: ComparedField
    private var values: Set<Int64>?
    private var excluded: Set<Int64> = []
    private var from: Int64?
    private var to: Int64?
    private var known: Bool?

    init(_ condition: FilterCondition, _ field: TargetField, _ members: Transformer.Members) throws {
        self.field = ComparedField(field)
        switch condition {
        case .isIn(let texts): values = try keys(texts, members)
        case .isNotIn(let texts): excluded = try keys(texts, members)
        case .range(let lower, let upper):
            guard self.field.isOrdered else {
                throw TransformationError(
                    location: (lower ?? upper)?.location, message: "`\(field.name)` has no order to be compared by")
            }
            from = try lower.flatMap { try keys([$0], members).first }
            to = try upper.flatMap { try keys([$0], members).first }
        case .isKnown(let flag): known = flag
        }
    }

    private mutating func keys(_ texts: [Located<String>], _ members: Transformer.Members) throws -> Set<Int64> {
        var keys: Set<Int64> = []
        for text in texts { keys.formUnion(try field.keys(of: text.value, at: text.location, members)) }
        return keys
    }

    /// Takes out of a list of rows those that do not meet the condition.
    func narrow(_ rows: inout [Bool], _ column: TypedColumn) {
        var keys = ComparedKeys()
        field.fill(&keys, from: column)
        for row in rows.indices where rows[row] { rows[row] = holds(keys.known[row] ? keys.numbers[row] : nil) }
    }

    private func holds(_ key: Int64?) -> Bool {
        if let known { return (key != nil) == known }
        guard let key else { return false }
        if let values, !values.contains(key) { return false }
        if excluded.contains(key) { return false }
        if let from, key < from { return false }
        if let to, key > to { return false }
        return true
    }
}
