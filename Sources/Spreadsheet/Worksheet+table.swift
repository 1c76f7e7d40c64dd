internal import CLibXLSXWriter

extension Worksheet {
    /// Adds a table and writes its header row and the totals that are labels or sums; the caller writes the rest.
    package mutating func add(_ table: Table) throws(SpreadsheetError) {
        try checkTable(table)
        var strings = CStrings()
        var columns: [lxw_table_column] = unsafe []
        for column in table.columns {
            var value = unsafe lxw_table_column()
            unsafe value.header = strings.copy(column.header)
            unsafe value.header_format = try formats.handle(column.headerFormat)
            switch column.total {
            case .none: break
            case .label(let label): unsafe value.total_string = strings.copy(label)
            case .sum: unsafe value.total_function = UInt8(LXW_TABLE_FUNCTION_SUM.rawValue)
            }
            unsafe columns.append(value)
        }
        let code = unsafe columns.withUnsafeMutableBufferPointer { columns in
            // The library wants a list of pointers that ends with none.
            var pointers: [UnsafeMutablePointer<lxw_table_column>?] = unsafe []
            for index in columns.indices { unsafe pointers.append(columns.baseAddress?.advanced(by: index)) }
            unsafe pointers.append(nil)
            return unsafe pointers.withUnsafeMutableBufferPointer { pointers in
                var options = unsafe lxw_table_options()
                unsafe options.name = strings.copy(table.name)
                unsafe options.no_autofilter = table.hasFilter ? 0 : 1
                unsafe options.no_banded_rows = 1
                unsafe options.total_row = table.hasTotalRow ? 1 : 0
                // Style 0 of the light ones is no style: the look is in the cells, so that every reader shows it.
                unsafe options.style_type = UInt8(LXW_TABLE_STYLE_TYPE_LIGHT.rawValue)
                unsafe options.style_type_number = 0
                unsafe options.columns = pointers.baseAddress
                let range = table.range
                return unsafe worksheet_add_table(
                    handle, row(range.first), column(range.first), row(range.last), column(range.last),
                    &options)
            }
        }
        strings.release()
        try check(code, "adding table `\(table.name)`")
        try writeTotals(of: table)
        tables.append(table)
    }

    /// Writes the totals over those of the library, which have no format of their own, do not escape headers, and leave
    /// out the table's name, without which LibreOffice fails on some headers.
    private func writeTotals(of table: Table) throws(SpreadsheetError) {
        guard table.hasTotalRow else { return }
        for (offset, column) in table.columns.enumerated() {
            guard let format = column.totalFormat else { continue }
            let cell = CellAddress(row: table.range.last.row, column: table.origin.column + offset)
            switch column.total {
            case .none: try writeBlank(at: cell, format: format)
            case .label(let label): try write(text: label, at: cell, format: format)
            case .sum(let value):
                try write(
                    formula: "=SUBTOTAL(109,\(table.name)[\(escapedInReference(column.header))])",
                    value: value, at: cell,
                    format: format)
            }
        }
    }

    /// Refuses what the library would write and Excel would then repair.
    private func checkTable(_ table: Table) throws(SpreadsheetError) {
        guard !table.columns.isEmpty else { throw .tableWithoutColumns(table.name) }
        guard table.dataRowCount > 0 else { throw .tableWithoutDataRow(table.name) }
        guard table.range.isInsideSheet else { throw .outsideSheet(table.range.last, sheet: name) }
        for other in tables where other.range.overlaps(table.range) {
            throw .tablesOverlap(other.name, table.name)
        }
        var headers: Set<String> = []
        for column in table.columns {
            try checkLine(column.header, "a header of table `\(table.name)`", limit: 255)
            guard headers.insert(column.header.lowercased()).inserted else {
                throw .headerTwice(column.header, table: table.name)
            }
            switch column.total {
            case .none: break
            case .label(let label): try checkLine(label, "a total of table `\(table.name)`", limit: 255)
            case .sum(let value): _ = try exactNumber(value, at: table.range.last, sheet: name)
            }
        }
        try names.take(range: table.name)
    }
}

/// Escapes the characters that have a meaning inside the brackets of a table reference.
func escapedInReference(_ header: String) -> String {
    var escaped = ""
    for character in header {
        if "[]#'".contains(character) { escaped.append("'") }
        escaped.append(character)
    }
    return escaped
}
