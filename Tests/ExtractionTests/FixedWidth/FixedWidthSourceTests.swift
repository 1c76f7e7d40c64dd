import Hashing
import Records
import Testing

@testable import Definitions
@testable import Extraction

/// A return of 20 bytes a record: a leading record with a count and a sum, followed by its parts.
private let form = """
    path: trial.txt
    encoding: windows-874
    record_bytes: 20
    record_type: { at: 1, width: 1 }
    row: return
    records:
      return:
        type: "1"
        fields:
          number: { at: 2, width: 3 }
          parts: { at: 5, width: 3 }
          sum: { at: 8, width: 8 }
          name: { at: 16, width: 5 }
      part:
        type: "2"
        fields: { amount: { at: 2, width: 8 } }
    totals:
      - { field: parts, count: part }
      - { field: sum, sum: part.amount }
    """

@Suite struct FixedWidthSourceTests {
    private let good = ["1A01002   30.25ab   ", "2   10.00           ", "2   20.25           "]

    @Test("makes one row of a leading record and the records that bear it out", arguments: ["\r\n", "\n"])
    func readsRows(lineEnd: String) throws {
        let reading = try read(good + ["1B02000    0.00     "], lineEnd: lineEnd)
        #expect(reading.rows == [["A01", "002", "30.25", "ab"], ["B02", "000", "0.00", ""]])
        let line = 20 + lineEnd.utf8.count
        #expect(
            reading.places == [
                Reject.Place(line: 1, byteOffset: 0, byteLength: Int32(3 * line)),
                Reject.Place(line: 4, byteOffset: Int64(3 * line), byteLength: Int32(line)),
            ])
        #expect(reading.rejects.isEmpty)
    }

    @Test("passes over empty lines and the end-of-file mark of old systems")
    func passesOverNothing() throws {
        let reading = try read([""] + good + ["", "\u{1A}"])
        #expect(reading.rows.count == 1)
        #expect(reading.rejects.isEmpty)
    }

    @Test("reads Thai in its declared encoding")
    func readsThai() throws {
        // กข of Windows-874, two bytes.
        let bytes = Array("1A01000    0.00".utf8) + [0xA1, 0xA2] + Array("   \r\n".utf8)
        #expect(try read(bytes).rows == [["A01", "000", "0.00", "กข"]])
    }

    @Test(
        "rejects a return whose totals contradict its parts, naming both figures",
        arguments: [
            ("1A01003   30.25ab   ", "parts", "it states 3, they add up to 2"),
            ("1A01002   30.24ab   ", "sum", "it states 30.24, they add up to 30.25"),
            ("1A01002        ab   ", "sum", "it states no number, they add up to 30.25"),
            ("1A01002  -30.25ab   ", "sum", "it states no number, they add up to 30.25"),
            ("1A01002  30.250ab   ", "sum", "it states no number, they add up to 30.25"),
        ])
    func rejectsContradictions(leading: String, column: String, detail: String) throws {
        let reading = try read([leading] + good.dropFirst() + ["1B02000    0.00     "])
        #expect(reading.rows.map { $0[0] } == ["B02"])
        #expect(reading.rejects.map(\.rule) == ["`\(column)` is the sum of its records"])
        #expect(reading.rejects.map(\.detail) == [detail])
        #expect(reading.rejects.first?.column == column)
        #expect(reading.classes == [.rule])
        #expect(reading.rejects.first?.place == Reject.Place(line: 1, byteOffset: 0, byteLength: 66))
    }

    @Test("never reads a minus sign away", arguments: ["-0.25", "-0", "+1.00", "1.-5", "1.+5"])
    func refusesSigns(amount: String) throws {
        let padded = String(repeating: " ", count: 8 - amount.utf8.count) + amount
        let reading = try read(["1A01001    0.25     ", "2\(padded)           "])
        #expect(reading.rows.isEmpty)
        #expect(reading.classes == [.rule])
    }

    @Test("keeps every reason why one return is rejected, at one place")
    func keepsAllReasons() throws {
        let reading = try read([
            "1A01003   30.24ab   ", "2   10.00           ", "9                   ", "2   20.25     ",
        ])
        #expect(reading.rows.isEmpty)
        #expect(Set(reading.rejects.map(\.place)).count == 1)
        #expect(Set(reading.classes) == [.cast, .size, .rule])
    }

    @Test(
        "rejects a record of another length",
        arguments: ["1A01000    0.00    ", "1A01000    0.00      ", "1", "1A01000    0.00     1A01000    0.00     "])
    func rejectsLengths(record: String) throws {
        let reading = try read([record] + good)
        #expect(reading.rows.count == 1)
        #expect(reading.classes == [.size])
        #expect(reading.rejects.first?.rule == "20 bytes a record")
        #expect(reading.rejects.first?.detail == "\(record.utf8.count) on line 1")
        #expect(reading.rejects.first?.place.line == 1)
    }

    @Test("rejects a record of a type that is not declared")
    func rejectsUnknownTypes() throws {
        let reading = try read(["9                   "] + good)
        #expect(reading.rows.count == 1)
        #expect(reading.rejects.map(\.rule) == ["a declared record type"])
        #expect(reading.rejects.map(\.detail) == ["`9` on line 1"])
    }

    @Test("rejects a record that stands before the one it belongs to")
    func rejectsStrayRecords() throws {
        let reading = try read(["2   10.00           "] + good)
        #expect(reading.rows.count == 1)
        #expect(reading.rejects.map(\.rule) == ["`part` without the record it belongs to"])
    }

    @Test("rejects a byte that is no text, with its offset in the file")
    func rejectsUndefinedBytes() throws {
        let bytes = Array("1A01000    0.00".utf8) + [0xA1, 0xDB] + Array("   \r\n".utf8)
        let reading = try read(Array("\r\n".utf8) + bytes)
        #expect(reading.classes == [.encoding])
        #expect(reading.rejects.first?.column == "name")
        #expect(reading.rejects.first?.rule == "text in the declared encoding")
        #expect(reading.rejects.first?.detail == "byte 0xDB at offset 18 means nothing in it")
    }

    @Test("rejects a byte that is no text in a record that follows, too")
    func rejectsUndefinedBytesInParts() throws {
        // In a declared field it is a reject; behind all fields nobody reads it.
        let leading = Array("1A01001    1.00     \r\n".utf8)
        let part = Array("2    1.00           ".utf8)
        var broken = part
        broken[3] = 0xFC
        let reading = try read(leading + broken + Array("\r\n".utf8))
        #expect(reading.rows.isEmpty)
        #expect(Set(reading.classes) == [.encoding, .rule])
        #expect(
            reading.rejects.first { $0.rejectClass == .encoding }?.detail
                == "byte 0xFC at offset 25 means nothing in it")
        var filler = part
        filler[15] = 0xFC
        #expect(try read(leading + filler + Array("\r\n".utf8)).rows.count == 1)
    }

    @Test("names an unknown type that is no text by its bytes, never by a sign that stands for it")
    func namesUndefinedTypes() throws {
        let reading = try read([0xDB] + Array(repeating: 0x20, count: 19) + Array("\r\n".utf8))
        #expect(reading.rejects.map(\.detail) == ["`0xDB` on line 1"])
    }

    @Test("adds up amounts in Thai digits")
    func addsThaiDigits() throws {
        // ๓๐.๒๕ and ๒ in Windows-874: F0 stands for zero.
        let leading =
            Array("1A01  ".utf8) + [0xF2] + Array("   ".utf8) + [0xF3, 0xF0, 0x2E, 0xF2, 0xF5] + Array("     \r\n".utf8)
        let parts = good.dropFirst().flatMap { Array(($0 + "\r\n").utf8) }
        let reading = try read(leading + parts)
        #expect(reading.rejects.isEmpty)
        #expect(reading.rows == [["A01", "๒", "๓๐.๒๕", ""]])
    }

    @Test(
        "holds a field against other fields of its own record",
        arguments: [
            ("10.25", "20.00", nil), ("10.25", "20.01", "it states 30.25, they add up to 30.26"),
            ("10.25", "x", "it states no number, they add up to 10.25"),
        ] as [(String, String, String?)])
    func addsUpFields(first: String, second: String, detail: String?) throws {
        func field(_ text: String, _ width: Int) -> String { String(repeating: " ", count: width - text.count) + text }
        let record = "1" + field("30.25", 8) + field(first, 8) + field(second, 8)
        let reading = try read(
            Array("\(record)\r\n".utf8),
            """
            path: trial.txt
            record_bytes: 25
            record_type: { at: 1, width: 1 }
            row: return
            records:
              return: { type: "1", fields: { whole: { at: 2, width: 8 }, own: { at: 10, width: 8 }, other: { at: 18, width: 8 } } }
            totals:
              - { field: whole, of: [own, other] }
            """)
        #expect(reading.rejects.map(\.detail) == (detail.map { [$0] } ?? []))
        #expect(reading.rejects.allSatisfy { $0.rule == "`whole` is the sum of its fields" })
    }

    @Test("says at its end what it read: the hash of the file, and one record for each row or line without one")
    func summarises() throws {
        let records = ["2   10.00           "] + good + ["1B02000    0.01     "]
        let summary = try read(records).finish()
        #expect(summary.sha256 == SHA256Digest(of: records.map { $0 + "\r\n" }.joined()))
        #expect(summary.dataRecords == 3)
        #expect(summary.stated.isEmpty)
    }

    @Test("reads nothing from an empty file")
    func readsEmptyFiles() throws {
        let reading = try read([UInt8]())
        #expect(reading.rows.isEmpty)
        #expect(reading.rejects.isEmpty)
    }

    private func read(_ records: [String], lineEnd: String = "\r\n") throws -> Reading {
        try read(records.flatMap { Array(($0 + lineEnd).utf8) })
    }

    private func read(_ bytes: [UInt8], _ form: String = form) throws -> Reading {
        let collector = DiagnosticCollector()
        let node = try #require(YAMLNode.parse(form, file: "pipelines/trial.yaml", collector: collector))
        let definition = try #require(FixedWidthSourceDefinition(node))
        try #require(collector.diagnostics.isEmpty)
        return try withTrialFile(bytes) { path in
            try Reading(try FixedWidthSource(definition, path: path, source: "trial.txt"))
        }
    }
}
