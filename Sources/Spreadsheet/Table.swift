/// An Excel table: a header row, data rows, and perhaps a row of totals, whose cells the caller writes.
package struct Table: Sendable {
    package enum Total: Hashable, Sendable {
        case none
        case label(String)
        /// A live sum of the column with its value, which readers that do not calculate show.
        case sum(value: String)
    }

    package struct Column: Sendable {
        package var header: String
        package var headerFormat: FormatIndex
        package var total: Total
        package var totalFormat: FormatIndex?

        package init(
            header: String, headerFormat: FormatIndex, total: Total = .none, totalFormat: FormatIndex? = nil
        ) {
            self.header = header
            self.headerFormat = headerFormat
            self.total = total
            self.totalFormat = totalFormat
        }
    }

    package var name: String
    /// Where the header row stands and the first column.
    package var origin: CellAddress
    package var columns: [Column]
    package var dataRowCount: Int
    package var hasTotalRow: Bool
    package var hasFilter: Bool

    package init(
        name: String, origin: CellAddress, columns: [Column], dataRowCount: Int, hasTotalRow: Bool,
        hasFilter: Bool
    ) {
        self.name = name
        self.origin = origin
        self.columns = columns
        self.dataRowCount = dataRowCount
        self.hasTotalRow = hasTotalRow
        self.hasFilter = hasFilter
    }

    /// Header, data and totals.
    package var range: CellRange {
        CellRange(
            first: origin,
            last: CellAddress(
                row: origin.row + dataRowCount + (hasTotalRow ? 1 : 0),
                column: origin.column + columns.count - 1))
    }

    var headerRange: CellRange {
        CellRange(first: origin, last: CellAddress(row: origin.row, column: range.last.column))
    }
}
