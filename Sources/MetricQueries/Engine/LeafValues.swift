internal import Definitions
internal import Periods
internal import Postgres

/// A simple metric over a span of days: what one query column answers, and what everything else is made of.
struct Leaf: Hashable {
    let metric: String
    let span: DateSpan
    /// Whether the squares of the measure are summed, over the rows that have it.
    var isSquared = false
    /// The count by which the metric's figures are protected, where it is not what they show.
    var counted: CellQuantity?
}

/// What makes a row of a table the same row in the answers of several queries.
struct RowIdentity: Hashable, Comparable {
    let members: [String?]
    /// The natural keys behind names, which need not be unique.
    let keys: [String?]

    /// By the bytes of keys and names; what is missing comes first.
    static func < (left: RowIdentity, right: RowIdentity) -> Bool {
        let (first, second) = (left.keys + left.members, right.keys + right.members)
        for (one, other) in zip(first, second) where one != other {
            guard let one, let other else { return one == nil }
            return one.utf8.lexicographicallyPrecedes(other.utf8)
        }
        return first.count < second.count
    }
}

/// The answers to one leaf.
struct LeafValues {
    struct Value {
        var value: Rational?
        var rows: Int64
    }

    var byRow: [RowIdentity: Value] = [:]
    var total = Value(value: nil, rows: 0)
}

/// The answers to all leaves of a request, and the rows that they speak of.
struct LeafAnswers {
    private(set) var values: [Leaf: LeafValues] = [:]
    private(set) var sortKeys: [RowIdentity: [MemberSortKey]] = [:]

    init(values: [Leaf: LeafValues] = [:], sortKeys: [RowIdentity: [MemberSortKey]] = [:]) {
        self.values = values
        self.sortKeys = sortKeys
    }

    subscript(leaf: Leaf) -> LeafValues? { values[leaf] }

    /// The rows in an order that is the same in every run.
    var identities: [RowIdentity] { sortKeys.keys.sorted() }

    /// The rows with their sort keys; a member stands in one place, whatever stands beside it.
    ///
    /// A query knows the key of a region only per region and province, and so would scatter the regions.
    var orderedKeys: [RowIdentity: [MemberSortKey]] {
        var lowest: [[String?]: MemberSortKey] = [:]
        for (identity, keys) in sortKeys {
            for (index, key) in keys.enumerated() {
                let prefix = Array(identity.members[...index])
                lowest[prefix] = min(lowest[prefix] ?? key, key)
            }
        }
        return sortKeys.reduce(into: [:]) { ordered, row in
            ordered[row.key] = row.value.enumerated().map { index, key in
                // The last attribute's own key also tells members of the same name apart.
                index == row.value.count - 1 ? key : lowest[Array(row.key.members[...index])] ?? key
            }
        }
    }

    /// Takes over the rows of a query's result.
    mutating func read(
        _ result: borrowing ResultTable, _ layout: FactQueryLayout, leaves: [Leaf], isTotal: Bool
    ) throws {
        for leaf in leaves where values[leaf] == nil { values[leaf] = LeafValues() }
        for row in 0..<result.rowCount {
            let identity = RowIdentity(
                members: (0..<layout.members).map { result.text(row, layout.member($0)) },
                keys: (0..<layout.identities).map { result.text(row, layout.identity($0)) })
            var speaks = false
            for (index, leaf) in leaves.enumerated() {
                let value = try Self.value(result, row, layout, index, leaf)
                if isTotal { values[leaf]?.total = value } else { values[leaf]?.byRow[identity] = value }
                speaks = speaks || value.rows > 0
            }
            if !isTotal, speaks { try addSortKeys(of: identity, result, row, layout) }
        }
    }

    private static func value(
        _ result: borrowing ResultTable, _ row: Int, _ layout: FactQueryLayout, _ index: Int, _ leaf: Leaf
    ) throws -> LeafValues.Value {
        guard let rows = result.int64(row, layout.rows(index)) else {
            throw MetricQueryError.unexpectedResult("no row count for `\(leaf.metric)`")
        }
        do throws(RationalError) {
            let value = try result.text(row, layout.value(index)).map { text throws(RationalError) in
                try Rational(decimal: text)
            }
            return LeafValues.Value(value: value, rows: rows)
        } catch {
            throw MetricQueryError.arithmetic(error, metric: leaf.metric)
        }
    }

    private mutating func addSortKeys(
        of identity: RowIdentity, _ result: borrowing ResultTable, _ row: Int, _ layout: FactQueryLayout
    ) throws {
        var keys: [MemberSortKey] = []
        for (index, isNumber) in layout.sortsByNumber.enumerated() {
            guard let text = result.text(row, layout.sortKey(index)), identity.members[index] != nil else {
                keys.append(.missing)
                continue
            }
            do throws(RationalError) {
                keys.append(isNumber ? .number(try Rational(decimal: text)) : .text(text))
            } catch {
                throw MetricQueryError.unexpectedResult("`\(text)` as a sort key")
            }
        }
        if let known = sortKeys[identity] { keys = zip(known, keys).map { min($0, $1) } }
        sortKeys[identity] = keys
    }
}
