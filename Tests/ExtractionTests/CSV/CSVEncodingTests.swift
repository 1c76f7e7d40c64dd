import Records
import Testing

@testable import Extraction

@Suite struct CSVEncodingTests {
    /// What Python 3.11 decodes from the bytes 80 to FF by its codec `cp874`, those it refuses left out.
    private static let upperHalf =
        "€…‘’“”•–—\u{A0}กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯ\u{E30}\u{E31}\u{E32}\u{E33}\u{E34}\u{E35}\u{E36}\u{E37}\u{E38}\u{E39}\u{E3A}"
        + "\u{E3F}เแโใไๅๆ\u{E47}\u{E48}\u{E49}\u{E4A}\u{E4B}\u{E4C}\u{E4D}\u{E4E}๏๐๑๒๓๔๕๖๗๘๙๚๛"
    /// Those it refuses.
    private static let undefined: [UInt8] =
        Array(0x81...0x84) + Array(0x86...0x90) + Array(0x98...0x9F) + Array(0xDB...0xDE) + Array(0xFC...0xFF)

    @Test("reads every byte of Windows-874 as Python does")
    func readsWindows874() throws {
        let bytes = (0x80...0xFF).map { UInt8($0) }.filter { !Self.undefined.contains($0) }
        // One letter a row, since blanks around a plain value are not part of it and marks join their neighbours.
        let file = Array("a\n".utf8) + bytes.flatMap { [UInt8(ascii: "\""), $0, UInt8(ascii: "\""), 0x0A] }
        let reading = try readCSV(file, options: "encoding: windows-874")
        #expect(
            reading.rows.map { $0[0].unicodeScalars.map(\.value) } == Self.upperHalf.unicodeScalars.map { [$0.value] })
        #expect(reading.rejects.isEmpty)
    }

    @Test("rejects bytes that are undefined in Windows-874, never replacing them", arguments: undefined)
    func rejectsUndefinedBytes(byte: UInt8) throws {
        let file = Array("a,b\n".utf8) + [0xA1, 0x2C, 0xA2, byte, 0x0A] + Array("c,d\n".utf8)
        let reading = try readCSV(file, options: "encoding: windows-874")
        #expect(reading.rows == [["c", "d"]])
        let reject = try #require(reading.rejects.first)
        #expect(reject.rejectClass == .encoding)
        #expect(reject.place == Reject.Place(line: 2, byteOffset: 4, byteLength: 5))
        #expect(reject.columnIndex == 2)
        #expect(reject.column == "b")
        #expect(reject.detail?.contains("0x" + String(byte, radix: 16, uppercase: true)) == true)
        #expect(reject.detail?.contains("offset 7 ") == true)
        #expect(reject.value == nil)
    }

    @Test("names the place of the byte also behind quotes, doubled quotes, blanks and line breaks")
    func findsExactOffset() throws {
        let row = Array("  x , \"say \"\"no\"\"\ngo\", ".utf8) + [0xDB, 0x0A]
        let reading = try readCSV(Array("a,b,c\n".utf8) + row, options: "encoding: windows-874")
        let reject = try #require(reading.rejects.first)
        #expect(reject.place.line == 2)
        #expect(reject.detail?.contains("offset \(6 + row.count - 2) ") == true)
    }

    /// What is ill-formed by the Unicode Standard, table 3-7, and NUL, which PostgreSQL does not hold.
    @Test(
        "rejects bytes that are not UTF-8",
        arguments: [
            [0x80], [0xFF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE0, 0xB8],
            [0xED, 0xA0, 0x80],
            [0xE1, 0x80, 0x41], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0x00],
        ] as [[UInt8]])
    func rejectsBadUTF8(sequence: [UInt8]) throws {
        let reading = try readCSV(Array("a,b\n1,x".utf8) + sequence + Array("\nc,d\n".utf8))
        #expect(reading.rows == [["c", "d"]])
        #expect(reading.classes == [.encoding])
        #expect(reading.rejects.first?.place.line == 2)
        #expect(reading.rejects.first?.detail?.contains("offset 7 ") == true)
    }

    @Test(
        "accepts the first and last character of each length of UTF-8",
        arguments: [
            "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{FFFF}", "\u{10000}",
            "\u{10FFFF}",
        ])
    func acceptsUTF8(character: String) throws {
        #expect(try readCSV("a\nx\(character)y\n").rows == [["x\(character)y"]])
    }

    @Test("writes SARA AM as one character however it arrives, in values and in the header")
    func normalisesSaraAm() throws {
        let apart = "น\u{0E4D}\u{0E32}"
        let whole: [UInt32] = [0x0E19, 0x0E33]
        let reading = try readCSV("\(apart)\n\(apart)\n", required: ["น\u{0E33}"])
        #expect(reading.rows[0][0].unicodeScalars.map(\.value) == whole)
        let windows = try readCSV([0x61, 0x0A, 0xB9, 0xED, 0xD2, 0x0A], options: "encoding: windows-874")
        #expect(windows.rows[0][0].unicodeScalars.map(\.value) == whole)
        // The parts alone stay what they are.
        let alone = try readCSV("a\n\u{0E4D}x\u{0E32}\n")
        #expect(alone.rows[0][0].unicodeScalars.map(\.value) == [0x0E4D, 0x78, 0x0E32])
    }
}
