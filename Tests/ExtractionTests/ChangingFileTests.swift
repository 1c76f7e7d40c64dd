import Foundation
import Records
import TestSupport
import Testing

@testable import Extraction

@Suite struct ChangingFileTests {
    private let text = "a,b\n" + String(repeating: "1,2\n", count: 400_000)

    @Test("says which file it read, and what it was")
    func identifiesFiles() throws {
        try withTrialFile(Array("a,b\n1,2\n".utf8)) { path in
            let reading = try Reading(try openCSV(path))
            let identity = try #require(try reading.finish().identity)
            let now = try FileIdentity(path: path, source: "trial.csv")
            #expect(identity == now)
            #expect(identity.bytes == 8)
            let modified = try #require(
                FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
            #expect(abs(Double(identity.modifiedAt) / 1e9 - modified.timeIntervalSince1970) < 0.001)
        }
        let error = try #require(throws: ExtractionError.self) {
            try FileIdentity(path: "/nonexistent/trial.csv", source: "trial.csv")
        }
        #expect(error.kind == .missingInput)
    }

    @Test("tells a file that grows while it is read")
    func tellsGrowth() throws {
        let error = try changed { path in
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data("3,4\n".utf8))
        }
        #expect(
            error.description == """
                trial.csv: the file has grown from 1600004 to 1600008 bytes while it was read; the delivery is left \
                alone and will be taken by a later run
                """)
    }

    @Test("tells a file that is truncated while it is read")
    func tellsTruncation() throws {
        let error = try changed { path in truncate(path, 1_000_001) }
        #expect(error.message == "the file has shrunk from 1600004 to 1000001 bytes while it was read")
    }

    @Test("tells a file that is replaced by another of the same size while it is read")
    func tellsReplacement() throws {
        let error = try changed { path in
            try Data(text.utf8).write(to: URL(filePath: path + ".new"))
            rename(path + ".new", path)
        }
        #expect(error.message == "the file was replaced by another while it was read")
    }

    @Test("tells a file that is removed while it is read")
    func tellsRemoval() throws {
        let error = try changed { path in unlink(path) }
        #expect(error.message.hasSuffix("while it was read"))
    }

    @Test("tells a file that is written to while it is read, its size and time being set back")
    func tellsRewriting() throws {
        let error = try changed { path in
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.write(contentsOf: Data("a,b\n9,9\n".utf8))
            try FileManager.default.setAttributes(
                [.modificationDate: attributes[.modificationDate] as Any], ofItemAtPath: path)
        }
        #expect(error.message == "the file was written to while it was read")
    }

    @Test("calls a packed file that is cut while it is read changing, not damaged")
    func tellsCutPackedFiles() throws {
        try withTemporaryDirectory { directory in
            var random = Randomness(seed: 1)
            // Digits at random, so that several blocks are left when they are packed.
            let text = "a,b\n" + (0..<200_000).map { _ in "\(random.next()),1\n" }.joined()
            let path = try packed(Array(text.utf8), as: "a.csv", in: directory)
            let source = try openCSV(path)
            truncate(path, 1_000_000)
            let error = try #require(throws: ExtractionError.self) { try Reading(source) }
            #expect(error.kind == .changing)
        }
    }

    /// Changes a file after its first batch was read, and gives the error at its end.
    private func changed(_ change: (String) throws -> Void) throws -> ExtractionError {
        try withTrialFile(Array(text.utf8)) { path in
            // A change within one tick of the kernel's clock would bear the same time.
            usleep(20_000)
            let source = try openCSV(path)
            var batch = RecordBatch(width: 2)
            var rejects: [Reject] = []
            try #require(try source.read(into: &batch, rejects: &rejects))
            try change(path)
            let error = try #require(throws: ExtractionError.self) {
                while try source.read(into: &batch, rejects: &rejects) {}
                _ = try source.finish()
            }
            #expect(error.kind == .changing)
            return error
        }
    }
}
