import Foundation
import Records
import TestSupport
import Testing

@testable import Extraction

/// Every record of a file is a row or a reject, and every byte belongs to exactly one record.
@Suite struct CSVAccountTests {
    @Test(
        "gives out the rows and rejects that the rules demand, at their places, whatever the file", arguments: 0..<600)
    func accountsForRecords(seed: UInt64) throws {
        let file = RandomCSV(seed: seed)
        let reading = try readCSV(file.bytes, options: "maximum_record_bytes: \(file.maximumBytes)")
        try expectAccount(reading, of: file)
    }

    @Test("does so with packed files too", arguments: 600..<640)
    func accountsForPackedRecords(seed: UInt64) throws {
        let file = RandomCSV(seed: seed)
        try withTemporaryDirectory { directory in
            let path = try packed(file.bytes, as: "a.csv", in: directory)
            try expectAccount(
                try Reading(try openCSV(path, options: "maximum_record_bytes: \(file.maximumBytes)")), of: file)
        }
    }

    private func expectAccount(_ reading: Reading, of file: RandomCSV) throws {
        let expected = CSVOracle.records(
            of: file.bytes, from: file.headerEnd, width: file.width, maximumBytes: file.maximumBytes)
        let rows = zip(reading.rows, reading.places).map { values, place in
            CSVOracle.Record(offset: Int(place.byteOffset), length: Int(place.byteLength), values: values)
        }
        let rejects = reading.rejects.map { reject in
            CSVOracle.Record(
                offset: Int(reject.place.byteOffset), length: Int(reject.place.byteLength),
                rejectClass: reject.rejectClass)
        }
        let found = (rows + rejects).sorted { $0.offset < $1.offset }
        try #require(found == expected)
        #expect(try reading.finish().dataRecords == expected.count)

        // No byte twice, and none left out but those of blank lines.
        var end = file.headerEnd
        for record in found {
            try #require(record.offset >= end)
            #expect(file.bytes[end..<record.offset].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) })
            end = record.offset + record.length
        }
        #expect(file.bytes[end...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) })
        // No two records begin on one line.
        let lines = reading.places.map(\.line) + reading.rejectedLines
        #expect(Set(lines).count == lines.count)
    }
}
