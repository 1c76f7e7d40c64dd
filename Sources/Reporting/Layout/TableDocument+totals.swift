extension TableDocument {
    /// The rows, or one that says that nothing is available: a table needs a data row.
    var rowsToWrite: [[LayoutCell]] {
        rows.isEmpty ? [columns.map { _ in .absent(.notAvailable) }] : rows
    }

    /// The totals, where a sum that the rows shown do not give is written as a value.
    ///
    /// A live formula is right only if a program that recalculates finds the same number: not where a row is hidden
    /// or missing, nor where rounded rows add up to something else than the rounded total.
    var checkedTotals: [TotalCell]? {
        guard let totals else { return nil }
        return columns.indices.map { column in
            guard column < totals.count else { return .none }
            guard case .sum(let cell) = totals[column] else { return totals[column] }
            var sum = DecimalNumber(0)
            for row in rows {
                guard column < row.count, let number = row[column].number else { return .recomputed(cell) }
                sum = sum + number
            }
            guard let total = cell.number, !rows.isEmpty, total.equals(sum) else { return .recomputed(cell) }
            return .sum(cell)
        }
    }
}

extension LayoutCell {
    /// The number as the cell stores it; nil when there is none.
    var number: DecimalNumber? {
        switch content {
        case .number(let number), .difference(let number): number
        case .percent(let number), .percentChange(let number): number.shifted(by: 2)
        case .text, .date, .link, .address, .absent, .blank: nil
        }
    }
}
