import Records
import Testing

@testable import Extraction

@Suite struct CSVPropertyTests {
    @Test("whatever the bytes, every one of them belongs to one row, one reject or a blank line", arguments: 0..<400)
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

        let places = Set(reading.places + reading.rejects.map(\.place)).sorted { $0.byteOffset < $1.byteOffset }
        var end = Int64(header.count)
        for place in places {
            #expect(place.byteOffset >= end, "\(place) overlaps the one before it")
            #expect(isBlank(bytes[Int(end)..<Int(max(end, place.byteOffset))]), "bytes before \(place) are lost")
            end = place.byteOffset + Int64(place.byteLength)
        }
        #expect(end <= Int64(bytes.count))
        #expect(isBlank(bytes[Int(end)...]), "bytes at the end are lost")
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
            text += row.map { "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" }
                .joined(separator: ",") + lineEnd
        }
        let reading = try readCSV(text)
        #expect(reading.rows == rows)
        #expect(reading.rejects.isEmpty)
    }

    private func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    }
}

/// The same numbers for the same seed (SplitMix64, Steele, Lea and Flood 2014).
struct Randomness {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
