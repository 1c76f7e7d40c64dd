internal import Definitions
internal import Disclosure

/// How an answer's rows are made of members.
struct RecordedRows {
    let query: FactQuery
    /// The attributes, each beginning with its role or column.
    let paths: [String]
    /// How many columns of a natural key stand behind each attribute's name.
    let keyCounts: [Int]

    func names(of row: RowIdentity) -> [MemberName] {
        var offset = 0
        return zip(row.members, keyCounts).map { text, count in
            defer { offset += count }
            return MemberName(text: text, keys: Array(row.keys[offset..<min(offset + count, row.keys.count)]))
        }
    }
}

extension FactCells {
    /// The conditions that all rows behind a leaf fulfil, members apart.
    func conditions(of simple: MetricDefinition.Simple, _ leaf: Leaf, _ query: FactQuery, _ resolver: AttributeResolver)
        throws -> [CellCondition]
    {
        try (simple.filters + query.filters).map {
            CellCondition($0, path: try rootedPath($0.path.value, query, resolver))
        } + [CellCondition(leaf.span, role: query.date.name.value)]
    }

    /// The cell of a row of an answer.
    func box(of row: RowIdentity?, _ rows: RecordedRows, base: CellBox) -> (box: CellBox, members: [CellCondition])? {
        guard let row else { return (base, []) }
        var box = base
        var members: [CellCondition] = []
        for (path, name) in zip(rows.paths, rows.names(of: row)) {
            let (condition, set) = member(path, name, rows.query.language)
            guard let set, let root = rootNumber(of: condition) else { return nil }
            box = restricted(box, root: root, to: set)
            members.append(condition)
        }
        return (box, members)
    }

    /// Takes over the cells that the rows and the total of an answer show of one leaf.
    ///
    /// - Throws: `MetricQueryError` when a row is of members that nobody knows.
    func show(
        _ leaf: Leaf, _ simple: MetricDefinition.Simple, _ rows: RecordedRows, _ request: RecordedRequest,
        _ resolver: AttributeResolver
    ) throws {
        let conditions = try conditions(of: simple, leaf, rows.query, resolver)
        guard let base = box(of: conditions, space: space(of: simple)) else { throw Self.unknownCell(leaf) }
        let values = request.answers[leaf]
        var details: [Int] = []
        for row in [nil] + request.rows.map(Optional.some) {
            guard let (box, members) = box(of: row, rows, base: base) else { throw Self.unknownCell(leaf) }
            if isEmpty(box) { continue }
            let number = variable(box)
            if members.count == rows.paths.count, !members.isEmpty { details.append(number) }
            let value = row.map { values?.byRow[$0] } ?? values?.total
            update(number) { variable in
                // Leaves of one box agree in what they count.
                for (index, quantity) in quantities.enumerated() {
                    if quantity == .rows, box.space == 0 {
                        variable.counts[index] = value?.rows ?? 0
                    } else if quantity.isValue(of: simple) || leaf.counted == quantity {
                        variable.counts[index] = (value?.value ?? .zero).count
                    }
                }
                variable.standing = .open
                variable.isProtected = true
                // A figure of all members is worth more to readers than one of few.
                let reluctance = members.isEmpty ? Self.mostReluctant : rows.paths.count - members.count
                variable.reluctance = max(variable.reluctance, reluctance)
                let words = conditions + members
                if !variable.conditions.contains(words) { variable.conditions.append(words) }
            }
        }
        if !details.isEmpty { list(details, of: base) }
    }

    private static var mostReluctant: Int { 100 }

    /// Takes over the count of all rows of some days.
    func show(_ cell: DaysCell) throws {
        let condition = cell.condition(fact.event.value)
        guard let box = box(of: [condition], space: 0) else {
            throw MetricQueryError.unexpectedResult("the days of a delivery of `\(cell.fact)` are in no calendar")
        }
        if isEmpty(box) { return }
        update(variable(box)) { variable in
            for (index, quantity) in quantities.enumerated() where variable.counts[index] == nil {
                variable.counts[index] = cell.count(quantity)
            }
            variable.standing = .open
            variable.isProtected = true
            variable.reluctance = max(variable.reluctance, Self.mostReluctant)
            if !variable.conditions.contains([condition]) { variable.conditions.append([condition]) }
        }
    }

    /// Protects what the numerator of a rate leaves of its denominator.
    func protectComplement(of numerator: CellBox, in denominator: CellBox) {
        guard numerator != denominator, let part = number(of: numerator), let whole = number(of: denominator) else {
            return
        }
        for root in Set((numerator.sides + denominator.sides).map(\.root)) {
            guard let outer = denominator.set(of: root) else { continue }
            guard let inner = numerator.set(of: root), isSubset(inner, of: outer, root: root) else { return }
        }
        let rest = rest(of: whole, without: part)
        let counts = difference(variables[whole].counts, variables[part].counts)
        update(rest) { variable in
            variable.isProtected = true
            variable.counts = counts
        }
        relate(whole, to: [part, rest])
    }

    /// What a part leaves of a whole, in every quantity that adds up and is known.
    private func difference(_ whole: [Int64?], _ part: [Int64?]) -> [Int64?] {
        quantities.indices.map { index in
            if case .distinct = quantities[index] { return nil }
            guard let whole = whole[index], let part = part[index] else { return nil }
            return whole - part
        }
    }

    static func unknownCell(_ leaf: Leaf) -> MetricQueryError {
        .unexpectedResult("rows of `\(leaf.metric)` are of members that are in no dimension; nothing is shown")
    }
}

extension Rational {
    /// The number as a count; nil when it is none.
    fileprivate var count: Int64? { isWhole && !isNegative ? Int64(exactly: numerator) : nil }
}
