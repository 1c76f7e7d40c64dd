import Foundation
import Hashing
import Records
import TestSupport
import Testing

@testable import Extraction

@Suite struct GzipTests {
    private let text = "no,text\n" + (1...30_000).map { "\($0),\"x\ny\"\n" }.joined()

    @Test("reads a packed file as the file it was made from, with its places and the hash of the packed bytes")
    func readsPackedFiles() throws {
        try withTemporaryDirectory { directory in
            let plain = try readCSV(text)
            let path = try packed(Array(text.utf8), as: "a.csv", in: directory)
            let reading = try Reading(try openCSV(path))
            #expect(reading.rows == plain.rows)
            #expect(reading.places == plain.places)
            let summary = try reading.finish()
            let bytes = try Data(contentsOf: URL(filePath: path))
            #expect(summary.sha256 == SHA256Digest(of: Array(bytes)))
            let recognised = try contentHash(ofFile: path, source: "a.csv.gz")
            #expect(summary.sha256 == recognised)
            #expect(summary.dataRecords == 30_000)
        }
    }

    @Test("goes back to the line behind an open quote in a packed file too")
    func goesBack() throws {
        try withTemporaryDirectory { directory in
            let path = try packed(Array("a,b\n1,\"x\n2,y\n3,\"z\n4,w\n".utf8), as: "a.csv", in: directory)
            let reading = try Reading(try openCSV(path))
            #expect(reading.rows == [["2", "y"], ["4", "w"]])
            #expect(reading.rejectedLines == [2, 4])
        }
    }

    @Test("names the offset of a byte that is no text as it is in the unpacked text")
    func findsUndecodableBytes() throws {
        try withTemporaryDirectory { directory in
            let path = try packed(
                Array("a,b\n1,\"x\n".utf8) + [0xFF] + Array("\"\n2,3\n".utf8), as: "a.csv", in: directory)
            let reading = try Reading(try openCSV(path))
            #expect(reading.rows == [["2", "3"]])
            #expect(reading.rejects.first?.detail?.contains("0xFF at offset 9 ") == true)
        }
    }

    @Test("reads several members one after the other, and passes over zeros behind the last")
    func readsMembers() throws {
        try withTemporaryDirectory { directory in
            let parts = try ["a,b\n1,", "2\n3", "", ",4\n"].enumerated().map { index, part in
                try Data(contentsOf: URL(filePath: try packed(Array(part.utf8), as: "\(index).csv", in: directory)))
            }
            let path = directory + "/all.csv.gz"
            try (parts.reduce(Data(), +) + Data(count: 5000)).write(to: URL(filePath: path))
            let reading = try Reading(try openCSV(path))
            #expect(reading.rows == [["1", "2"], ["3", "4"]])
            #expect(try reading.finish().identity?.bytes == Int64(parts.map(\.count).reduce(5000, +)))
        }
    }

    @Test("refuses a packed file that is cut off, wherever, and names its last byte")
    func refusesTruncatedFiles() throws {
        try withTemporaryDirectory { directory in
            let whole = try Data(
                contentsOf: URL(filePath: try packed(Array(text.utf8), as: "a.csv", in: directory)))
            let path = directory + "/cut.csv.gz"
            for count in [0, 1, 9, 10, 11, whole.count / 2, whole.count - 9, whole.count - 8, whole.count - 1] {
                try whole.prefix(count).write(to: URL(filePath: path))
                let error = try #require(throws: ExtractionError.self) { try Reading(try openCSV(path)) }
                #expect(error.kind == .badInput)
                #expect(
                    error.description == """
                        trial.csv: the gzip file ends at byte \(count), before its text does; it was cut off on its way; \
                        deliver it again
                        """)
            }
        }
    }

    @Test("refuses a packed file with a wrong byte in its head, its data, its checksum or its size, or behind it")
    func refusesDamagedFiles() throws {
        try withTemporaryDirectory { directory in
            let whole = try Data(
                contentsOf: URL(filePath: try packed(Array(text.utf8), as: "a.csv", in: directory)))
            let path = directory + "/damaged.csv.gz"
            for place in [0, 2, whole.count / 2, whole.count - 6, whole.count - 2] {
                var damaged = whole
                damaged[place] ^= 0x55
                try damaged.write(to: URL(filePath: path))
                let error = try #require(throws: ExtractionError.self) { try Reading(try openCSV(path)) }
                #expect(error.kind == .badInput)
                #expect(error.message.hasPrefix("the gzip file is damaged before byte "), "\(place): \(error)")
            }
            try (whole + Data("garbage".utf8)).write(to: URL(filePath: path))
            let error = try #require(throws: ExtractionError.self) { try Reading(try openCSV(path)) }
            // zlib has looked at two bytes when it knows that they do not begin a member.
            #expect(error.message == "the gzip file is damaged before byte \(whole.count + 2): incorrect header check")
            // A plain file that only bears the name.
            try Data("a,b\n1,2\n".utf8).write(to: URL(filePath: path))
            let plain = try #require(throws: ExtractionError.self) { try Reading(try openCSV(path)) }
            #expect(plain.remedy == "pack it again, or deliver it unpacked and without `.gz`")
        }
    }
}
