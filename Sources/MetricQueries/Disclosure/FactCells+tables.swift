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
        let kinds = (0...rows.paths.count).map { kindsNumber(of: conditions, Array(rows.paths.prefix($0))) }
        for row in [nil] + request.rows.map(Optional.some) {
            guard let (box, members) = box(of: row, rows, base: base) else { throw Self.unknownCell(leaf) }
            if isEmpty(box) { continue }
            let number = variable(box, kinds: kinds[members.count])
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
                guard request.isShown else { return }
                variable.standing = .open
                variable.isProtected = true
                // A figure of all members is worth more to readers than one of few.
                let reluctance = members.isEmpty ? Self.mostReluctant : rows.paths.count - members.count
                variable.reluctance = max(variable.reluctance, reluctance)
                if variable.conditions == nil { variable.conditions = conditions + members }
            }
        }
        try addMargins(base, conditions, rows, request.rows)
    }

    private static var mostReluctant: Int { 100 }

    /// Takes over the count of all rows of some days.
    func show(_ cell: DaysCell) throws {
        let condition = cell.condition(fact.event.value)
        guard let box = box(of: [condition], space: 0) else {
            throw MetricQueryError.unexpectedResult("the days of a delivery of `\(cell.fact)` are in no calendar")
        }
        if isEmpty(box) { return }
        update(variable(box, kinds: kindsNumber(of: [condition], []))) { variable in
            for (index, quantity) in quantities.enumerated() where variable.counts[index] == nil {
                variable.counts[index] = cell.count(quantity)
            }
            variable.standing = .open
            variable.isProtected = true
            variable.reluctance = max(variable.reluctance, Self.mostReluctant)
            if variable.conditions == nil { variable.conditions = [condition] }
        }
    }

    /// Relates the rows of an answer to all their margins, whether these are shown or not.
    private func addMargins(
        _ base: CellBox, _ conditions: [CellCondition], _ rows: RecordedRows, _ all: [RowIdentity]
    ) throws {
        let depth = rows.paths.count
        let details = all.filter { $0.members.count == depth }
        guard depth > 0, !details.isEmpty else { return }
        // Which attributes are kept; of very many only the leading ones, which subtotals are made of.
        let masks = depth <= 4 ? Array(0..<(1 << depth)) : (0...depth).map { (1 << $0) - 1 }
        let kinds = masks.map { mask in
            kindsNumber(of: conditions, rows.paths.indices.filter { mask & (1 << $0) != 0 }.map { rows.paths[$0] })
        }
        var parts: [Margin: [Int]] = [:]
        var wholes: [Margin: [Int]] = [:]
        for row in details {
            let sides = zip(rows.paths, rows.names(of: row)).map { member($0, $1, rows.query.language) }
            var boxes: [Int: Int] = [:]
            for (mask, kinds) in zip(masks, kinds) {
                var box = base
                for (index, side) in sides.enumerated() where mask & (1 << index) != 0 {
                    guard let set = side.set, let root = rootNumber(of: side.condition) else { continue }
                    box = restricted(box, root: root, to: set)
                }
                if isEmpty(box) { continue }
                boxes[mask] = variable(box, kinds: kinds)
            }
            guard let detail = boxes[(1 << depth) - 1] else { continue }
            for (mask, number) in boxes {
                wholes[Margin(number: number, mask: mask, dropped: -1), default: []].append(detail)
                for index in 0..<depth where mask & (1 << index) != 0 {
                    guard let whole = boxes[mask ^ (1 << index)] else { continue }
                    parts[Margin(number: whole, mask: mask, dropped: index), default: []].append(number)
                }
            }
        }
        for (margin, numbers) in wholes { addUp(margin.number, from: Array(Set(numbers))) }
        for (margin, numbers) in parts.sorted(by: { $0.key < $1.key }) {
            relate(margin.number, to: Array(Set(numbers)))
        }
    }

    private struct Margin: Hashable, Comparable {
        let number: Int
        let mask: Int
        let dropped: Int

        static func < (left: Margin, right: Margin) -> Bool {
            (left.number, left.mask, left.dropped) < (right.number, right.mask, right.dropped)
        }
    }

    /// Fills in the counts of a margin that nobody has asked for; persons do not add up.
    private func addUp(_ margin: Int, from details: [Int]) {
        let counts = quantities.indices.map { index -> Int64? in
            if case .distinct = quantities[index] { return nil }
            let known = details.compactMap { variables[$0].counts[index] }
            guard known.count == details.count else { return nil }
            // A sum too large for a count is not known.
            return known.reduce(0 as Int64?) { sum, count in
                let (next, overflows) = (sum ?? 0).addingReportingOverflow(count)
                return sum == nil || overflows ? nil : next
            }
        }
        update(margin) { variable in
            for (index, count) in counts.enumerated() where variable.counts[index] == nil {
                variable.counts[index] = count
            }
        }
    }

    /// Protects what the numerator of a rate leaves of its denominator.
    func protectComplement(of numerator: CellBox, in denominator: CellBox) {
        guard numerator != denominator, let part = number(of: numerator), let whole = number(of: denominator) else {
            return
        }
        var differing: [Int] = []
        for root in Set((numerator.sides + denominator.sides).map(\.root)) {
            let (inner, outer) = (numerator.set(of: root), denominator.set(of: root))
            if inner == outer { continue }
            guard let inner else { return }
            if let outer, !Set(classSet(inner)).isSubset(of: classSet(outer)) { return }
            differing.append(root)
        }
        let box = differing.count == 1 ? complement(numerator, in: denominator, differing[0]) : nil
        let rest = box ?? self.rest(of: whole, without: part)
        let counts = difference(variables[whole].counts, [variables[part].counts])
        update(rest) { variable in
            variable.isProtected = true
            for (index, count) in counts.enumerated() where variable.counts[index] == nil {
                variable.counts[index] = count
            }
        }
        relate(whole, to: [part, rest])
    }

    private func complement(_ inner: CellBox, in outer: CellBox, _ root: Int) -> Int? {
        guard let set = inner.set(of: root) else { return nil }
        let all = outer.set(of: root).map(classSet) ?? Array(0..<Int32(classCount(root)))
        let taken = Set(classSet(set))
        let rest = setNumber(of: all.filter { !taken.contains($0) }, root: root)
        return variable(outer.with(rest, for: root))
    }

    /// What parts leave of a whole, in every quantity that adds up and is known.
    func difference(_ whole: [Int64?], _ parts: [[Int64?]]) -> [Int64?] {
        quantities.indices.map { index in
            if case .distinct = quantities[index] { return nil }
            guard let whole = whole[index] else { return nil }
            var rest = whole
            for part in parts {
                guard let count = part[index] else { return nil }
                rest -= count
            }
            return rest
        }
    }

    /// The kinds of cells under conditions, by members of some attributes.
    func kindsNumber(of conditions: [CellCondition], _ paths: [String]) -> Int {
        var conditionsOfRoots: [Int: [CellCondition]] = [:]
        for condition in conditions + paths.map({ .member(path: $0, name: nil, keys: []) }) {
            if let root = rootNumber(of: condition) { conditionsOfRoots[root, default: []].append(condition) }
        }
        return kindsNumber(conditionsOfRoots.mapValues { CellKind($0) })
    }

    static func unknownCell(_ leaf: Leaf) -> MetricQueryError {
        .unexpectedResult("rows of `\(leaf.metric)` are of members that are in no dimension; nothing is shown")
    }
}

extension Rational {
    /// The number as a count; nil when it is none.
    fileprivate var count: Int64? { isWhole && !isNegative ? Int64(exactly: numerator) : nil }
}
