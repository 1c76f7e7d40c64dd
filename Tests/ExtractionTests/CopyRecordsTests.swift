import Foundation
import TestSupport
import Testing

@testable import Extraction

@Suite struct CopyRecordsTests {
    @Test(
        "hands out the header and the original bytes of records, in the order of the file, each once and with a line end",
        arguments: [
            ("a,b\n1,2\n3,\"x\ny\"\n5,6", [(16, 3), (8, 8), (8, 8)], "a,b\n3,\"x\ny\"\n5,6\n"),
            ("a,b\r\n1,2\r\n3,4", [(10, 3)], "a,b\r\n3,4\r\n"),
            ("a,b\r1,2\r3,4", [(4, 4), (8, 3)], "a,b\r1,2\r3,4\r"),
            ("\u{FEFF}a,b\n1,2\n", [(7, 4)], "\u{FEFF}a,b\n1,2\n"),
            ("\n \n\"a\n\"\"x\",b\n1,2\n", [(13, 4)], "\n \n\"a\n\"\"x\",b\n1,2\n"),
            ("a,b", [], "a,b\n"),
            ("", [], ""),
        ] as [(String, [(Int64, Int64)], String)])
    func handsOutRecords(text: String, places: [(Int64, Int64)], expected: String) throws {
        try withTemporaryDirectory { directory in
            let plain = directory + "/plain.csv"
            try Data(text.utf8).write(to: URL(filePath: plain))
            for path in [plain, try packed(Array(text.utf8), as: "a.csv", in: directory)] {
                #expect(String(decoding: try copy(path, places), as: UTF8.self) == expected)
            }
        }
    }

    @Test("hands out records alone")
    func leavesOutTheHeader() throws {
        try withTrialFile(Array("a,b\n1,2\n".utf8)) { path in
            let copied = try copy(path, [(4, 4)], includingHeader: false)
            #expect(copied == Array("1,2\n".utf8))
        }
    }

    @Test("hands out bytes as they are, in pieces, of a record that is larger than its buffers")
    func handsOutLargeRecords() throws {
        let large = [UInt8](repeating: 0xDB, count: 700_000)
        let bytes = Array("a\n".utf8) + large + Array("\n1\n".utf8)
        try withTemporaryDirectory { directory in
            let plain = directory + "/plain.csv"
            try Data(bytes).write(to: URL(filePath: plain))
            for path in [plain, try packed(bytes, as: "a.csv", in: directory)] {
                #expect(try copy(path, [(2, 700_001), (700_003, 2)]) == bytes)
                #expect(try copy(path, [(700_003, 2)]) == Array("a\n1\n".utf8))
            }
        }
    }

    @Test("refuses a file that no longer has the records")
    func refusesOtherFiles() throws {
        try withTrialFile(Array("a,b\n1,2\n".utf8)) { path in
            let error = try #require(throws: ExtractionError.self) { try copy(path, [(4, 40)]) }
            #expect(error.kind == .changing)
        }
    }

    private func copy(_ path: String, _ places: [(Int64, Int64)], includingHeader: Bool = true) throws -> [UInt8] {
        var copied: [UInt8] = []
        try copyRecords(
            ofFile: path, source: "trial.csv", places: places.map { (offset: $0.0, length: $0.1) },
            includingHeader: includingHeader
        ) { piece in
            for index in piece.indices { copied.append(piece[index]) }
        }
        return copied
    }
}
