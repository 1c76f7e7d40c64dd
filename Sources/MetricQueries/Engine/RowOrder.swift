/// Puts the rows of a table in order, each subtotal behind the rows that it is of.
enum RowOrder {
    struct Row {
        let identity: RowIdentity
        let row: MetricRow
    }

    static func ordered(_ rows: [Row], depth: Int) -> [MetricRow] {
        var levels = Dictionary(grouping: rows) { $0.row.level }.mapValues { $0.sorted(by: precedes) }
        guard let details = levels.removeValue(forKey: depth) else { return [] }
        // From the innermost subtotals outwards: each takes its rows, in their order, and stands behind them.
        var blocks = details.map { (identity: $0.identity, rows: [$0.row]) }
        for (_, subtotals) in levels.sorted(by: { $0.key > $1.key }) {
            guard let first = subtotals.first?.identity else { continue }
            let inner = Dictionary(grouping: blocks) { $0.identity.leading(first) }
            blocks = subtotals.map { subtotal in
                (subtotal.identity, (inner[subtotal.identity] ?? []).flatMap(\.rows) + [subtotal.row])
            }
        }
        return blocks.flatMap(\.rows)
    }

    /// Orders rows by their members' sort keys, then by their names, so that the order never depends on the database.
    private static func precedes(_ left: Row, _ right: Row) -> Bool {
        for (first, second) in zip(left.row.sortKeys, right.row.sortKeys) where first != second {
            return first < second
        }
        let (first, second) = (left.identity, right.identity)
        for (one, other) in zip(first.members + first.keys, second.members + second.keys) where one != other {
            return (one ?? "").utf8.lexicographicallyPrecedes((other ?? "").utf8)
        }
        return false
    }
}

extension RowIdentity {
    /// The identity of the members that another row of fewer attributes is of.
    fileprivate func leading(_ other: RowIdentity) -> RowIdentity {
        RowIdentity(
            members: Array(members.prefix(other.members.count)), keys: Array(keys.prefix(other.keys.count)))
    }
}
