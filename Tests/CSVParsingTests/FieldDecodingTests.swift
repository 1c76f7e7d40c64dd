import Testing

@testable import CSVParsing

@Suite struct FieldDecodingTests {
    /// Fields of every length around those that are copied at once, with one byte of another kind at every place.
    @Test(
        "tells at every length, and wherever the byte stands, a plain field from one to decode and one that is no text")
    func findsBytes() throws {
        for length in 1...40 {
            for place in 0..<length {
                var field = [UInt8](repeating: UInt8(ascii: "x"), count: length)
                field[place] = 0xA1
                #expect(
                    try decoded(field) == String(repeating: "x", count: place) + "ก"
                        + String(repeating: "x", count: length - place - 1))
                for bad in [0x00, 0xDB] as [UInt8] {
                    field[place] = bad
                    #expect(try decoded(field) == nil)
                }
            }
        }
    }

    @Test("is not misled by what longer fields before it have left behind")
    func ignoresRemains() throws {
        var parser = CSVParser(delimiter: UInt8(ascii: ","), encoding: .windows874)
        let long = [UInt8](repeating: 0xA1, count: 30)
        for length in 1...20 {
            let short = [UInt8](repeating: UInt8(ascii: "s"), count: length)
            #expect(parser.parse((long + [UInt8(ascii: ",")] + short + [0x0A]).span) == .read)
        }
        #expect(parser.undecodableCount == 0)
        let lengths = parser.withRows { _, ends, _ in
            ends.indices.map { Int(ends[$0]) - ($0 == 0 ? 0 : Int(ends[$0 - 1])) }
        }
        #expect(lengths == (1...20).flatMap { [90, $0] })
    }

    @Test("names the fields that are no text, and forgets those of a row that is broken")
    func namesUndecodableFields() {
        var parser = CSVParser(delimiter: UInt8(ascii: ","))
        let bad: [UInt8] = [0x61, 0x2C, 0xFF, 0x0A]
        #expect(parser.parse(bad.span) == .read)
        #expect(parser.parse(([0xFF, 0x2C, 0x22, 0x78, 0x22, 0x79, 0x0A] as [UInt8]).span) == .broken)
        parser.recover()
        #expect(parser.undecodableCount == 1)
        #expect(parser.undecodableField(0) == 1)
        parser.clear()
        #expect(parser.undecodableCount == 0)
    }

    /// The field as libcsv gives it out in Windows-874, nil when it is no text.
    private func decoded(_ field: [UInt8]) throws -> String? {
        var parser = CSVParser(delimiter: UInt8(ascii: ","), encoding: .windows874)
        try #require(parser.parse((field + [0x0A]).span) == .read)
        if parser.undecodableCount > 0 { return nil }
        return parser.withRows { bytes, _, _ in bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
    }
}
