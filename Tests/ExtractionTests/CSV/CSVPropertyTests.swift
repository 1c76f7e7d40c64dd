import Records
import TestSupport
import Testing

@testable import Extraction

@Suite struct CSVPropertyTests {
    @Test("whatever the bytes, each of them belongs to a row, a reject or a blank line", arguments: 0..<400)
    func losesNoByte(seed: UInt64) throws {
        var random = Randomness(seed: seed)
        let alphabets: [[UInt8]] = [
            Array("a,\"\n".utf8), Array("a,\"\r\n".utf8), Array("ab,,, \"\"\n\n".utf8), Array("a,\"\r".utf8),
            Array("a,\n\"".utf8) + [0xE0, 0xB8, 0x81, 0xDB, 0x00],
        ]
        let alphabet = alphabets[Int(random.next() % 5)]
        let header = Array("x,y\n".utf8)
        let body = (0..<Int(random.next() % 300)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
        // A file that is all carriage returns must have one behind its header too.
        let bytes = alphabet.contains(0x0A) ? header + body : Array("x,y\r".utf8) + body
        let reading = try readCSV(bytes, options: "maximum_record_bytes: \(random.next() % 2 == 0 ? 40 : 4000)")

        var isCovered = Array(repeating: false, count: bytes.count)
        for place in reading.places + reading.rejects.map(\.place) {
            let range = Int(place.byteOffset)..<Int(place.byteOffset) + Int(place.byteLength)
            try #require(range.lowerBound >= header.count && range.upperBound <= bytes.count)
            for index in range { isCovered[index] = true }
        }
        let lost = bytes.indices.filter { $0 >= header.count && !isCovered[$0] && !isBlank(bytes[$0]) }
        #expect(lost.isEmpty)
        #expect(reading.rows.allSatisfy { $0.count == 2 })
    }

    @Test("reads back every table that is written by RFC 4180", arguments: 0..<100)
    func readsBack(seed: UInt64) throws {
        var random = Randomness(seed: seed &+ 1_000_000)
        let letters = ["a", ",", "\"", "\n", "\r\n", "ก", "𝄞", "", "x y"]
        let width = 1 + Int(random.next() % 4)
        let lineEnd = random.next() % 2 == 0 ? "\n" : "\r\n"
        let rows = (0..<Int(random.next() % 40)).map { _ in
            (0..<width).map { _ in (0..<Int(random.next() % 6)).map { _ in letters[Int(random.next() % 9)] }.joined() }
        }
        let header = (0..<width).map { "column \($0)" }
        var text = ""
        for row in [header] + rows {
            text +=
                row.map {
                    "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
                }
                .joined(separator: ",") + lineEnd
        }
        let reading = try readCSV(text)
        #expect(reading.rows == rows)
        #expect(reading.rejects.isEmpty)
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
}
