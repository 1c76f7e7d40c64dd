import Extraction
import Hashing
import Records
import TestSupport
import Testing

@testable import Definitions

@Suite struct CopyRecordsTests {
    /// Copies records of a trial file and gives back what was written.
    private func copied(
        _ bytes: [UInt8], _ places: [(line: Int32, offset: Int64, length: Int32)], options: String = ""
    ) throws -> (header: [UInt8], text: [UInt8], records: Int) {
        try withTrialFile(bytes) { path in
            let definition = try csvDefinition(options)
            let header = try CSVHeaderLine(definition, path: path, source: "trial.csv")
            var rest = places[...]
            var text: [UInt8] = []
            let (records, sha256) = try copyRecords(
                definition, path: path, source: "trial.csv", lineEnd: header.lineEnd,
                next: {
                    rest.popFirst().map {
                        Reject.Place(line: $0.line, byteOffset: $0.offset, byteLength: $0.length)
                    }
                },
                to: { for index in $0.indices { text.append($0[index]) } })
            #expect(sha256 == SHA256Digest(of: bytes))
            return (header.mark + header.bytes + header.lineEnd, text, records)
        }
    }

    @Test("copies bytes of any encoding as they are")
    func keepsBytes() throws {
        // Windows-874, semicolons, a line break within quotes, CRLF.
        let bytes: [UInt8] =
            Array("a;b\r\n1;2\r\n".utf8) + [0xA1, 0x3B, 0x22, 0xE0, 0x0D, 0x0A, 0xFF, 0x22, 0x0D, 0x0A]
        let result = try copied(bytes, [(3, 10, 10)], options: "delimiter: \";\", encoding: windows-874")
        #expect(result.header == Array("a;b\r\n".utf8))
        #expect(result.text == Array(bytes[10...]))
        #expect(result.records == 1)
    }

    @Test("finds a record of which only the line is known, also one of several lines")
    func findsLines() throws {
        let text = "a,b\n1,\"x\ny\"\n2,\"p\nq\"\n3,z"
        #expect(try copied(Array(text.utf8), [(4, 0, 0), (6, 0, 0)]).text == Array("2,\"p\nq\"\n3,z\n".utf8))
        #expect(try copied(Array(text.utf8), [(2, 0, 0), (4, 12, 8)]).text == Array("1,\"x\ny\"\n2,\"p\nq\"\n".utf8))
    }

    @Test("copies each byte once where places overlap")
    func copiesOnce() throws {
        let result = try copied(Array("a\n1\n2\n3\n".utf8), [(2, 2, 4), (3, 4, 2), (3, 4, 4)])
        #expect(result.text == Array("1\n2\n3\n".utf8))
    }

    @Test("copies rows of megabytes far apart")
    func copiesLongRows() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 700_000)
        let bytes = Array("a\n".utf8) + long + [10] + long + [10] + Array("y\n".utf8)
        let result = try copied(bytes, [(3, 700_003, 700_001), (4, 1_400_004, 2)])
        #expect(result.text == long + [10] + Array("y\n".utf8))
    }

    @Test("copies the header with its byte order mark, below lines without anything on them")
    func copiesHeaders() throws {
        #expect(
            try copied([0xEF, 0xBB, 0xBF] + Array("\n\n\"a\nb\",c\n1,2\n".utf8), []).header
                == [0xEF, 0xBB, 0xBF] + Array("\"a\nb\",c\n".utf8))
        #expect(try copied(Array("a,b\r1,2\r".utf8), []).header == Array("a,b\r".utf8))
    }

    @Test("tells a file that has become shorter")
    func tellsCutFiles() throws {
        let error = try #require(throws: ExtractionError.self) {
            try copied(Array("a\n1\n".utf8), [(3, 4, 2)])
        }
        #expect(error.kind == .changing)
    }
}
