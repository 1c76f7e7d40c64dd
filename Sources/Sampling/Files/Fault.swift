import Definitions
import Periods

/// Bad rows put into a file on purpose, beside the good ones: copies of a good row with something wrong in them.
struct Fault {
    enum Kind: String, CaseIterable {
        case cast, lookup, rule, duplicate, encoding, size
        case missingColumn = "missing_column"
        case extraColumn = "extra_column"
        case unquotedValue = "unquoted_value"
    }

    let kind: Kind
    /// After the first row of this day or later, or after so many rows.
    let position: Position
    let rows: Int
    /// Texts in place of the copied ones, by column.
    let texts: [Int: [UInt8]]
    let droppedColumn: Int?
    let appended: [UInt8]?
    /// A column that ends in a quotation mark, which none opened.
    let strayQuoteColumn: Int?
    /// The column that gets a number of the fault's own, and the text around that number.
    let renumbered: (column: Int, before: [UInt8], after: [UInt8])?

    enum Position {
        case day(CivilDate)
        case row(Int)

        func isReached(day: Int, row: Int) -> Bool {
            switch self {
            case .day(let wanted): day >= wanted.number
            case .row(let wanted): row >= wanted
            }
        }
    }

    /// Writes the bad row made of the texts of a good one.
    func line(_ fields: [[UInt8]], number: Int, of file: FileDefinition) -> [UInt8] {
        var line: [UInt8] = []
        for (index, column) in file.columns.enumerated() where index != droppedColumn {
            if index > (droppedColumn == 0 ? 1 : 0), column.width == nil { line.append(file.delimiter) }
            var text = texts[index] ?? fields[index]
            if let renumbered, renumbered.column == index, texts[index] == nil {
                text = renumbered.before + Array(String(number).utf8) + renumbered.after
            }
            let start = line.count
            line += text
            if index == strayQuoteColumn {
                line.append(UInt8(ascii: "\""))
            } else if column.width == nil {
                file.quoteIfNeeded(&line, from: start)
            } else {
                file.pad(&line, from: start, column)
            }
        }
        if let appended {
            line.append(file.delimiter)
            line += appended
        }
        return line + file.lineEnd
    }
}

extension FileDefinition {
    /// Puts quotation marks around a field that could not stand without them.
    func quoteIfNeeded(_ line: inout [UInt8], from start: Int) {
        let quote = UInt8(ascii: "\"")
        guard line[start...].contains(where: { $0 == delimiter || $0 == quote || $0 == 10 || $0 == 13 })
        else { return }
        let text = Array(line[start...])
        line.removeSubrange(start...)
        line.append(quote)
        for byte in text {
            if byte == quote { line.append(quote) }
            line.append(byte)
        }
        line.append(quote)
    }

    /// Pads or cuts a field to its width.
    func pad(_ line: inout [UInt8], from start: Int, _ column: Column) {
        guard let width = column.width else { return }
        let missing = width - (line.count - start)
        if missing < 0 { line.removeLast(-missing) }
        guard missing > 0 else { return }
        let blanks = [UInt8](repeating: UInt8(ascii: " "), count: missing)
        line.insert(contentsOf: blanks, at: column.isRightAligned ? start : line.count)
    }
}
