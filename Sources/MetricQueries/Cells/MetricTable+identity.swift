extension MetricTable {
    /// What makes a row's members the same ones in another table of the same attributes, whatever they are called there.
    ///
    /// It is the natural key where one stands behind a name, else what the member is called.
    package func identity(of row: MetricRow) -> [[String?]] {
        var offset = 0
        return row.members.prefix(row.level).enumerated().map { index, member in
            let count = keyColumns.indices.contains(index) ? keyColumns[index].count : 0
            defer { offset += count }
            return count == 0 ? [member] : Array(row.keys[offset..<min(offset + count, row.keys.count)])
        }
    }

    /// The columns of the natural key behind the names of an attribute; none where there is no such key.
    package func keyColumns(of attribute: Int) -> [String] {
        keyColumns.indices.contains(attribute) ? keyColumns[attribute] : []
    }

    /// The natural key behind the name of a row's member, as many values as the attribute has key columns; of a subtotal, none
    /// is known for what it is not of.
    package func key(of attribute: Int, in row: MetricRow) -> [String?] {
        let count = keyColumns(of: attribute).count
        guard attribute < row.level, count > 0 else { return Array(repeating: nil, count: count) }
        return identity(of: row)[attribute]
    }

    /// The row of the same members as one of another table; nil when there is none, or when several cannot be told apart.
    func row(like other: MetricRow, of table: MetricTable) -> MetricRow? {
        let identity = table.identity(of: other)
        let found = rows.filter { $0.level == other.level && self.identity(of: $0) == identity }
        return found.count == 1 ? found[0] : nil
    }
}
