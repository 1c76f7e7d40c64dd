/// A cell of a sheet; row and column count from 0.
package struct CellAddress: Hashable, Sendable, CustomStringConvertible {
    package static let rowLimit = 1_048_576
    package static let columnLimit = 16_384

    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }

    package var isInsideSheet: Bool {
        (0..<Self.rowLimit).contains(row) && (0..<Self.columnLimit).contains(column)
    }

    /// The cell as Excel writes it, such as `C7`.
    package var description: String { Self.columnName(column) + String(row + 1) }

    /// The letters of a column, such as `AB` for 27.
    package static func columnName(_ column: Int) -> String {
        var rest = column
        var letters: [Character] = []
        while rest >= 0 {
            letters.append(Character(UnicodeScalar(UInt8(ascii: "A") + UInt8(rest % 26))))
            rest = rest / 26 - 1
        }
        return String(letters.reversed())
    }
}

/// A rectangle of cells, both corners included.
package struct CellRange: Hashable, Sendable, CustomStringConvertible {
    package var first: CellAddress
    package var last: CellAddress

    package init(first: CellAddress, last: CellAddress) {
        self.first = first
        self.last = last
    }

    /// Spans one column from one row to another.
    package init(column: Int, rows: ClosedRange<Int>) {
        first = CellAddress(row: rows.lowerBound, column: column)
        last = CellAddress(row: rows.upperBound, column: column)
    }

    package func contains(_ cell: CellAddress) -> Bool {
        (first.row...last.row).contains(cell.row) && (first.column...last.column).contains(cell.column)
    }

    package func overlaps(_ other: CellRange) -> Bool {
        first.row <= other.last.row && other.first.row <= last.row && first.column <= other.last.column
            && other.first.column <= last.column
    }

    package var cellCount: Int { (last.row - first.row + 1) * (last.column - first.column + 1) }

    package var isInsideSheet: Bool {
        first.isInsideSheet && last.isInsideSheet && first.row <= last.row && first.column <= last.column
    }

    package var description: String { "\(first):\(last)" }

    /// The range with fixed corners, such as `$C$7:$C$12`.
    package var absolute: String {
        "$\(CellAddress.columnName(first.column))$\(first.row + 1):"
            + "$\(CellAddress.columnName(last.column))$\(last.row + 1)"
    }
}
