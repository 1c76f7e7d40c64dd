import Foundation
import Records
import TestSupport
import Testing

@testable import Extraction

/// Memory is bounded by the longest record allowed, not by the file.
@Suite struct MemoryTests {
    /// What reading may take beyond what the process has: some copies of the longest record, which is 11 MB, while
    /// buffers grow; the file has 400 MB.
    private static let boundMiB = 160

    @Test("reads fields of ten million bytes, and a line without end, out of a small packed file in bounded memory")
    func boundsMemory() throws {
        try withTemporaryDirectory { directory in
            let field = directory + "/field"
            try Data(repeating: UInt8(ascii: "z"), count: 10_000_000).write(to: URL(filePath: field))
            // Twenty records of one field each, a line of two hundred million bytes, and a last record.
            let script = """
                (printf 'a,b\\n'; for i in $(seq 20); do cat field; printf ',1\\n'; done
                for i in $(seq 20); do cat field; done; printf '\\n1,2\\n') | gzip -1 > big.csv.gz; rm field
                """
            try #require(try runProgram("sh", ["-c", script], in: directory).status == 0)

            let before = try peakMiB(resetting: true)
            let source = try openCSV(directory + "/big.csv.gz", options: "maximum_record_bytes: 11000000")
            var batch = RecordBatch(width: 2)
            var rejects: [Reject] = []
            var lengths: [Int] = []
            var more = true
            while more {
                more = try source.read(into: &batch, rejects: &rejects)
                for row in 0..<batch.rowCount { lengths.append(batch.range(row, 0).count) }
            }
            let growth = try peakMiB() - before
            #expect(lengths == Array(repeating: 10_000_000, count: 20) + [1])
            #expect(rejects.map(\.rejectClass) == [.size])
            #expect(rejects.first?.place.byteLength == 200_000_001)
            #expect(growth < Self.boundMiB, "\(growth) MiB")
        }
    }

    /// The largest amount of memory the process has had, since it was last forgotten (proc(5), clear_refs).
    private func peakMiB(resetting: Bool = false) throws -> Int {
        if resetting { try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs")) }
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) / 1024
    }
}
