import Foundation

/// A curated table of the project, read whole: `warehouse/reference/NAME.csv` with a header line.
package struct ReferenceTable: Sendable {
    package let file: String
    package let columns: [String]
    package let rows: [[String]]
    /// The line on which each row begins.
    package let lines: [Int]

    package func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

    /// Parses RFC 4180 CSV.
    ///
    /// Reference tables are small and written by hand, so they are read into memory by a few lines of code that know
    /// the place of every error, and not by the reader of the deliveries.
    package init?(text: String, file: String, collector: DiagnosticCollector) {
        var rows: [[String]] = []
        var lines: [Int] = []
        var row: [String] = []
        var field = ""
        var line = 1
        var rowLine = 1
        var quoted = false
        var closed = false
        var broken = false
        let scalars = Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" })
        func endRow() {
            row.append(field)
            field = ""
            closed = false
            if row.count > 1 || row[0] != "" {
                rows.append(row)
                lines.append(rowLine)
            }
            row = []
        }
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if quoted {
                if scalar == "\"" {
                    if index < scalars.count, scalars[index] == "\"" {
                        field.unicodeScalars.append("\"")
                        index += 1
                    } else {
                        quoted = false
                        closed = true
                    }
                    continue
                }
                if scalar == "\n" { line += 1 }
                field.unicodeScalars.append(scalar)
                continue
            }
            switch scalar {
            case "\"":
                if field.isEmpty, !closed {
                    quoted = true
                } else {
                    collector.error(
                        at: SourceLocation(file: file, line: line, column: 1), "a quote inside a field",
                        remedy: "put the whole field in quotes and double the inner ones")
                    broken = true
                }
            case ",":
                row.append(field)
                field = ""
                closed = false
            case "\r": break
            case "\n":
                endRow()
                line += 1
                rowLine = line
            default:
                if closed, !broken {
                    collector.error(
                        at: SourceLocation(file: file, line: line, column: 1), "text behind a closing quote",
                        remedy: "put the whole field in quotes and double the inner ones")
                    broken = true
                }
                field.unicodeScalars.append(scalar)
            }
        }
        if quoted {
            collector.error(
                at: SourceLocation(file: file, line: rowLine, column: 1), "a quote is never closed",
                remedy: "close it")
            broken = true
        }
        if !field.isEmpty || !row.isEmpty { endRow() }
        guard let header = rows.first else {
            collector.error(
                at: SourceLocation(file: file, line: 1, column: 1), "the table has no header line",
                remedy: "begin with the column names")
            return nil
        }
        for (cells, line) in zip(rows, lines) where cells.count != header.count {
            collector.error(
                at: SourceLocation(file: file, line: line, column: 1),
                "\(cells.count) fields, the header has \(header.count)")
            broken = true
        }
        if broken { return nil }
        self.file = file
        columns = header
        self.rows = Array(rows.dropFirst())
        self.lines = Array(lines.dropFirst())
    }
}
