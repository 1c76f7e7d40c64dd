import Foundation
import Hashing
import Records
import TestSupport
import Testing

@testable import Extraction

@Suite struct SourceSummaryTests {
    @Test(
        "hashes every byte of a file once, whatever is read twice or not at all",
        arguments: [
            "a,b\n", "\u{FEFF}a,b\r\n1,2", "a,b\n1,\"x\n2,\"y\n3,z\n\n \n",
            "a,b\n" + String(repeating: "1,\"open\n", count: 100_000),
            "a,b\n" + String(repeating: "x", count: 2_000_000) + "\n1,2\n",
        ])
    func hashesFiles(text: String) throws {
        try withTrialFile(Array(text.utf8)) { path in
            let summary = try Reading(try openCSV(path, options: "maximum_record_bytes: 1000")).finish()
            #expect(summary.sha256 == SHA256Digest(of: text))
            let recognised = try contentHash(ofFile: path, source: "trial.csv")
            #expect(summary.sha256 == recognised)
        }
    }

    @Test("hashes the whole file even when its rows were not read to the end")
    func hashesUnreadFiles() throws {
        let text = "a,b\n" + String(repeating: "1,2\n", count: 500_000)
        try withTrialFile(Array(text.utf8)) { path in
            let source = try openCSV(path)
            #expect(try source.finish().sha256 == SHA256Digest(of: text))
        }
    }

    @Test("counts records, good and bad, without header, blank lines and trailer")
    func countsRecords() throws {
        let text = "a,b\n1,2\n\n1\n3,\"x\"y\n \n4,5\nT\n"
        try withTrialFile(Array(text.utf8)) { path in
            let summary = try Reading(try openCSV(path, options: "trailer: { marker: T }")).finish()
            #expect(summary.dataRecords == 4)
            #expect(summary.stated.isEmpty)
            #expect(summary.identity?.bytes == Int64(text.utf8.count))
        }
    }
}
