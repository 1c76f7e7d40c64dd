import Records

/// What a CSV file holds, found out the slow way: byte by byte, record by record, by the rules as they are written.
///
/// It shares nothing with the reader: the rules are RFC 4180's, with strict quotes, a line end of LF, CR LF or CR, blanks
/// around an unquoted value left out, blank lines passed over, and a broken record taking its first line only.
struct CSVOracle {
    struct Record: Equatable, CustomStringConvertible {
        let offset: Int
        let length: Int
        /// The values of a good row.
        var values: [String]?
        var rejectClass: RejectClass?

        var description: String { "\(offset)+\(length) \(values.map { "\($0)" } ?? rejectClass?.rawValue ?? "?")" }
    }

    private enum End {
        case row([[UInt8]], end: Int)
        case blank(end: Int)
        case broken
        case tooLong
    }

    private let bytes: [UInt8]
    private let width: Int
    private let maximumBytes: Int

    /// - Parameter start: where the header ends.
    static func records(of bytes: [UInt8], from start: Int, width: Int, maximumBytes: Int) -> [Record] {
        CSVOracle(bytes: bytes, width: width, maximumBytes: maximumBytes).records(from: start)
    }

    private func records(from start: Int) -> [Record] {
        var found: [Record] = []
        var place = start
        while place < bytes.count {
            switch record(from: place) {
            case .row(let fields, let end):
                found.append(judge(fields, place, end))
                place = end
            case .blank(let end): place = end
            case .broken:
                let end = endOfLine(from: place)
                found.append(Record(offset: place, length: end - place, rejectClass: .unquotedValue))
                place = end
            case .tooLong:
                let end = endOfLine(from: place)
                found.append(Record(offset: place, length: end - place, rejectClass: .size))
                place = end
            }
        }
        return found
    }

    private func judge(_ fields: [[UInt8]], _ start: Int, _ end: Int) -> Record {
        var record = Record(offset: start, length: end - start)
        let values = fields.prefix(width).map { text($0) }
        if fields.count < width {
            record.rejectClass = .missingColumn
        } else if fields.dropFirst(width).contains(where: { !$0.isEmpty }) {
            record.rejectClass = .extraColumn
        } else if values.contains(where: { $0 == nil }) {
            record.rejectClass = .encoding
        } else {
            record.values = values.compactMap { $0 }
        }
        return record
    }

    /// The text of a field, nil when it is not UTF-8 or has a NUL, with SARA AM in one character.
    private func text(_ field: [UInt8]) -> String? {
        guard !field.contains(0), let text = String(validating: field, as: UTF8.self) else { return nil }
        var scalars: [UnicodeScalar] = []
        for scalar in text.unicodeScalars {
            if scalar == "\u{0E32}", scalars.last == "\u{0E4D}" {
                scalars[scalars.count - 1] = "\u{0E33}"
            } else {
                scalars.append(scalar)
            }
        }
        return scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
    }

    private func endOfLine(from start: Int) -> Int {
        var place = start
        while place < bytes.count {
            if bytes[place] == 0x0A { return place + 1 }
            if bytes[place] == 0x0D {
                return place + 1 < bytes.count && bytes[place + 1] == 0x0A ? place + 2 : place + 1
            }
            place += 1
        }
        return place
    }

    /// Reads one record line by line; one that has grown too long with a line is not looked at with that line.
    private func record(from start: Int) -> End {
        var automaton = Automaton()
        var place = start
        while true {
            let end = endOfLine(from: place)
            if end - start > maximumBytes { return .tooLong }
            while place < end {
                guard automaton.take(bytes[place]) else { return .broken }
                place += 1
            }
            if automaton.isDone { return .row(automaton.fields, end: end) }
            if automaton.isBlank { return .blank(end: end) }
            if place == bytes.count { return automaton.finish() ? .row(automaton.fields, end: end) : .broken }
        }
    }

    /// The states of a record, one byte after the other.
    private struct Automaton {
        enum State { case before, plain, quoted, afterQuote, done }

        var state = State.before
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        /// Blanks behind a closing quote.
        var hasBlanks = false

        var isDone: Bool { state == .done }
        var isBlank: Bool { state == .before && fields.isEmpty }

        /// - Returns: false when strict CSV refuses the byte.
        mutating func take(_ byte: UInt8) -> Bool {
            let isBlank = byte == 0x20 || byte == 0x09
            let isLineEnd = byte == 0x0A || byte == 0x0D
            switch state {
            case .done: return byte == 0x0A
            case .before:
                if isBlank || isLineEnd && fields.isEmpty { return true }
                switch byte {
                case UInt8(ascii: "\""): state = .quoted
                case UInt8(ascii: ","): endField()
                case _ where isLineEnd: endRow()
                default:
                    state = .plain
                    field.append(byte)
                }
            case .plain:
                if byte == UInt8(ascii: "\"") { return false }
                if byte == UInt8(ascii: ",") || isLineEnd {
                    while let last = field.last, last == 0x20 || last == 0x09 { field.removeLast() }
                    if isLineEnd { endRow() } else { endField() }
                } else {
                    field.append(byte)
                }
            case .quoted:
                if byte == UInt8(ascii: "\"") { state = .afterQuote } else { field.append(byte) }
            case .afterQuote:
                if isBlank {
                    hasBlanks = true
                } else if isLineEnd {
                    endRow()
                } else if byte == UInt8(ascii: ",") {
                    endField()
                } else if byte == UInt8(ascii: "\""), !hasBlanks {
                    field.append(byte)
                    state = .quoted
                } else {
                    return false
                }
            }
            return true
        }

        /// - Returns: false when a quote is still open.
        mutating func finish() -> Bool {
            if state == .quoted { return false }
            if state == .plain { while let last = field.last, last == 0x20 || last == 0x09 { field.removeLast() } }
            endRow()
            return true
        }

        private mutating func endField() {
            fields.append(field)
            field = []
            hasBlanks = false
            state = .before
        }

        private mutating func endRow() {
            endField()
            state = .done
        }
    }
}
