/// Reads a part of a package tag by tag and refuses what is not well formed.
///
/// Knows what libxlsxwriter writes: no document types, no comments, no CDATA.
struct XMLScanner {
    struct Element: Equatable {
        var name: String
        var attributes: [String: String]
    }

    enum Event: Equatable {
        case start(Element)
        case end(String)
        case text(String)
    }

    private let part: String
    private let bytes: [UInt8]
    private var position = 0
    private var open: [String] = []
    private var pendingEnd: String?

    init(_ bytes: [UInt8], part: String) throws(SpreadsheetError) {
        self.part = part
        self.bytes = bytes
        guard bytes.span.isValidUTF8 else { throw .damagedPackage(part: part, reason: "it is not UTF-8") }
        if bytes.starts(with: "<?xml".utf8) {
            guard let end = bytes.firstIndex(of: UInt8(ascii: ">")) else {
                throw damage("its declaration does not end")
            }
            position = end + 1
        }
    }

    /// Moves to the next tag or text; nil at a proper end.
    mutating func next() throws(SpreadsheetError) -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let text = try readText()
                if open.isEmpty, text.allSatisfy(\.isWhitespace) { continue }
                guard !open.isEmpty else { throw damage("text stands outside every element") }
                return .text(text)
            }
            return try readTag()
        }
        guard open.isEmpty else { throw damage("`\(open.last ?? "")` is not closed") }
        return nil
    }

    private mutating func readText() throws(SpreadsheetError) -> String {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        return try unescaped(start..<position)
    }

    private mutating func readTag() throws(SpreadsheetError) -> Event {
        position += 1
        let closes = position < bytes.count && bytes[position] == UInt8(ascii: "/")
        if closes { position += 1 }
        let name = readName()
        guard !name.isEmpty else { throw damage("a tag has no name") }
        if closes {
            skipSpace()
            try expect(">")
            guard open.popLast() == name else { throw damage("`\(name)` is closed but not open") }
            return .end(name)
        }
        var attributes: [String: String] = [:]
        while true {
            skipSpace()
            guard position < bytes.count else { throw damage("`\(name)` is cut off") }
            if bytes[position] == UInt8(ascii: ">") {
                position += 1
                open.append(name)
                return .start(Element(name: name, attributes: attributes))
            }
            if bytes[position] == UInt8(ascii: "/") {
                position += 1
                try expect(">")
                pendingEnd = name
                return .start(Element(name: name, attributes: attributes))
            }
            let attribute = readName()
            guard !attribute.isEmpty else { throw damage("`\(name)` has a nameless attribute") }
            try expect("=")
            try expect("\"")
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                guard bytes[position] != UInt8(ascii: "<") else { throw damage("an attribute contains <") }
                position += 1
            }
            let value = try unescaped(start..<position)
            try expect("\"")
            guard attributes.updateValue(value, forKey: attribute) == nil else {
                throw damage("`\(name)` has `\(attribute)` twice")
            }
        }
    }

    private mutating func readName() -> String {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "="),
                UInt8(ascii: "<"),
                UInt8(ascii: "\""), 0x09, 0x0A, 0x0D:
                return String(decoding: bytes[start..<position], as: UTF8.self)
            default: position += 1
            }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(SpreadsheetError) {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else {
            throw damage("`\(character)` is missing at byte \(position)")
        }
        position += 1
    }

    /// Replaces the five named entities and numbered ones; refuses a bare ampersand and control characters.
    private func unescaped(_ range: Range<Int>) throws(SpreadsheetError) -> String {
        let slice = bytes[range]
        for byte in slice where byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D {
            throw damage("it contains control character \(byte)")
        }
        let text = String(decoding: slice, as: UTF8.self)
        guard text.contains("&") else { return text }
        var result = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            guard let end = rest[ampersand...].firstIndex(of: ";") else {
                throw damage("a bare & stands in it")
            }
            let entity = String(rest[rest.index(after: ampersand)..<end])
            guard let character = Self.character(entity) else { throw damage("`&\(entity);` is unknown") }
            result.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func character(_ entity: String) -> Character? {
        switch entity {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let digits = entity.dropFirst(entity.hasPrefix("#x") ? 2 : 1)
            guard entity.hasPrefix("#"), let value = UInt32(digits, radix: entity.hasPrefix("#x") ? 16 : 10)
            else {
                return nil
            }
            return Unicode.Scalar(value).map(Character.init)
        }
    }

    private func damage(_ reason: String) -> SpreadsheetError { .damagedPackage(part: part, reason: reason) }
}

extension Span where Element == UInt8 {
    /// Whether the bytes are well-formed UTF-8.
    fileprivate var isValidUTF8: Bool {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: self)
            return true
        } catch {
            return false
        }
    }
}
