import Testing

@testable import CSVParsing

@Suite struct CSVParserTests {
    @Test(
        "splits what RFC 4180 allows",
        arguments: [
            ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "b\r\nbb", "ccc"], ["zzz", "yyy", "xxx"]]),
            ("\"aaa\",\"b\"\"bb\",\"ccc\"", [["aaa", "b\"bb", "ccc"]]),
            ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
            ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
            (",,\n", [["", "", ""]]),
            ("\"\",\"\"\n", [["", ""]]),
            ("\"a,b\",c\n", [["a,b", "c"]]),
            ("สำนัก,\"งาน, ประกัน\"\n", [["สำนัก", "งาน, ประกัน"]]),
        ] as [(String, [[String]])])
    func splitsRows(text: String, expected: [[String]]) {
        #expect(Reading(text).rows == expected)
        // Bytes may come in any pieces.
        #expect(Reading(text, pieceBytes: 1).rows == expected)
    }

    @Test("takes another delimiter", arguments: [";", "\t", "|"])
    func takesDelimiters(delimiter: String) throws {
        let reading = Reading(
            "a\(delimiter)\"b\(delimiter)c\"\(delimiter)1,5\n", delimiter: try #require(delimiter.utf8.first))
        #expect(reading.rows == [["a", "b\(delimiter)c", "1,5"]])
    }

    @Test("refuses quotes that strict CSV refuses", arguments: ["a\"b,c\n", "\"a\"b,c\n", "a,\"b\" \"c\"\n"])
    func refusesQuotes(text: String) {
        #expect(Reading(text).brokenPieces == [0])
    }

    @Test("refuses a quote that is never closed at the end of the text")
    func refusesOpenQuote() {
        let reading = Reading("a,b\nc,\"d")
        #expect(reading.rows == [["a", "b"]])
        #expect(reading.end == .broken)
    }

    @Test("goes on after a broken row, keeping the finished rows and none of its fields")
    func recovers() {
        var parser = CSVParser(delimiter: UInt8(ascii: ","))
        #expect(parser.parse(Array("a,b\n".utf8).span) == .read)
        #expect(parser.parse(Array("lost,\"x\"y\n".utf8).span) == .broken)
        parser.recover()
        #expect(parser.parse(Array("c,d\n".utf8).span) == .read)
        #expect(rows(of: parser) == [["a", "b"], ["c", "d"]])
    }

    @Test("tells an open row from a finished one")
    func knowsOpenRows() {
        var parser = CSVParser(delimiter: UInt8(ascii: ","))
        for (text, isOpen) in [
            ("", false), ("a,\"b\n", true), ("c\",d\n", false), (" \t\r\n", false), ("e\rf,", true), ("g\n", false),
        ] {
            #expect(parser.parse(Array(text.utf8).span) == .read)
            #expect(parser.isRowOpen == isOpen, "after \(text.debugDescription)")
        }
    }

    @Test("starts from nothing when cleared")
    func clears() {
        var parser = CSVParser(delimiter: UInt8(ascii: ","))
        _ = parser.parse(Array("a,b\n".utf8).span)
        parser.clear()
        #expect(parser.rowCount == 0)
        #expect(parser.byteCount == 0)
        _ = parser.parse(Array("c\n".utf8).span)
        #expect(rows(of: parser) == [["c"]])
    }

    @Test("grows for many rows, many fields and a field larger than its first buffer")
    func grows() {
        let large = String(repeating: "x", count: 3 << 20)
        let many = (0..<70_000).map { ["\($0)", "", "z"] }
        let text = many.map { $0.joined(separator: ",") + "\n" }.joined() + "\"\(large)\",b\n"
        let reading = Reading(text)
        #expect(reading.rows.count == 70_001)
        #expect(reading.rows.dropLast().elementsEqual(many))
        #expect(reading.rows.last == [large, "b"])
    }
}

/// What the parser makes of a text that is given in pieces.
private struct Reading {
    private(set) var rows: [[String]] = []
    private(set) var brokenPieces: [Int] = []
    private(set) var end = CSVParser.Outcome.read

    init(_ text: String, delimiter: UInt8 = UInt8(ascii: ","), pieceBytes: Int = .max) {
        var parser = CSVParser(delimiter: delimiter)
        let bytes = Array(text.utf8)
        for (number, start) in stride(from: 0, to: bytes.count, by: min(pieceBytes, bytes.count)).enumerated() {
            let piece = Array(bytes[start..<min(bytes.count, start + min(pieceBytes, bytes.count))])
            if parser.parse(piece.span) == .broken { brokenPieces.append(number) }
        }
        end = parser.finish()
        rows = CSVParsingTests.rows(of: parser)
    }
}

private func rows(of parser: borrowing CSVParser) -> [[String]] {
    let counts = (0..<parser.rowCount).map { parser.fieldCount(ofRow: $0) }
    return parser.withRows { bytes, ends, _ in
        var fields: [String] = []
        for index in ends.indices {
            var field: [UInt8] = []
            for place in (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index]) { field.append(bytes[place]) }
            fields.append(String(decoding: field, as: UTF8.self))
        }
        var rest = fields[...]
        return counts.map { count in
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
    }
}
