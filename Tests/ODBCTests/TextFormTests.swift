import Testing

@testable import ODBC

/// The examples are those of the Unicode standard: chapter 3, tables 3-5 to 3-7.
@Suite struct TextFormTests {
    private func wide(_ units: [UInt16]) throws(TextFault) -> [UInt8] {
        var target = [UInt8](repeating: 0, count: units.count * 3)
        let written = try units.withUnsafeBufferPointer { source throws(TextFault) in
            try target.withUnsafeMutableBufferPointer { target throws(TextFault) in
                guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
                return try copyUTF16(from, source.count, to: to)
            }
        }
        return Array(target[..<written])
    }

    private func narrow(_ bytes: [UInt8]) throws(TextFault) -> [UInt8] {
        var target = [UInt8](repeating: 0, count: bytes.count)
        let written = try bytes.withUnsafeBufferPointer { source throws(TextFault) in
            try target.withUnsafeMutableBufferPointer { target throws(TextFault) in
                guard let from = source.baseAddress, let to = target.baseAddress else { return 0 }
                return try copyUTF8(from, source.count, to: to)
            }
        }
        return Array(target[..<written])
    }

    @Test(
        "writes every kind of character", arguments: ["A", "é", "ก", "\u{FFFD}", "😀", "สำนักงาน A1 ๒๕๖๗ 🏥", "\u{10FFFF}"])
    func writes(text: String) throws {
        #expect(try wide(Array(text.utf16)) == Array(text.utf8))
        #expect(try narrow(Array(text.utf8)) == Array(text.utf8))
    }

    @Test("writes texts of any length, wherever a character of several bytes stands", arguments: ["ก", "é", "😀", "a"])
    func writesAnywhere(character: String) throws {
        for length in 0...20 {
            for place in 0...length {
                let text =
                    String(repeating: "x", count: place) + character + String(repeating: "y", count: length - place)
                #expect(try narrow(Array(text.utf8)) == Array(text.utf8))
                let thai =
                    String(repeating: "ข", count: place) + character + String(repeating: "ค", count: length - place)
                #expect(try narrow(Array(thai.utf8)) == Array(thai.utf8))
                var broken = Array(text.utf8)
                broken[place / 2] = 0
                #expect(throws: TextFault.zero) { try narrow(broken) }
                broken[place / 2] = 0xFF
                if place > 1 { #expect(throws: TextFault.byte(0xFF)) { try narrow(broken) } }
            }
        }
    }

    @Test("writes SARA AM that arrives in two characters as one")
    func joinsSaraAm() throws {
        let apart = "น\u{0E4D}\u{0E32}\u{0E4D}"
        #expect(try wide(Array(apart.utf16)) == Array("น\u{0E33}\u{0E4D}".utf8))
        #expect(try narrow(Array(apart.utf8)) == Array("น\u{0E33}\u{0E4D}".utf8))
        for length in 0...10 {
            let (before, behind) = (String(repeating: "ก", count: length), String(repeating: "z", count: 10 - length))
            let text = "\(before)\u{0E4D}\u{0E32}\(behind)"
            #expect(try narrow(Array(text.utf8)) == Array("\(before)\u{0E33}\(behind)".utf8))
        }
    }

    @Test(
        "refuses half of a pair",
        arguments: [
            ([0x41, 0xD83D], 0xD83D), ([0xDE00, 0x41], 0xDE00), ([0xD83D, 0x41], 0xD83D), ([0xD83D, 0xD83D], 0xD83D),
        ]
            as [([UInt16], UInt16)])
    func refusesHalves(units: [UInt16], half: UInt16) {
        #expect(throws: TextFault.unpaired(half)) { try wide(units) }
    }

    @Test("refuses zeros")
    func refusesZeros() {
        #expect(throws: TextFault.zero) { try wide([0x41, 0]) }
        #expect(throws: TextFault.zero) { try narrow([0x41, 0]) }
    }

    @Test(
        "refuses bytes that are not UTF-8",
        arguments: [
            [0xA1], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xE0, 0xB8],
            [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE0, 0xB8, 0x41], [0xFF],
        ] as [[UInt8]])
    func refusesIllFormed(bytes: [UInt8]) {
        #expect(throws: TextFault.byte(bytes[0])) { try narrow(bytes) }
    }
}
