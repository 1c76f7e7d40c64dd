import Extraction
import Foundation
import Hashing
import TestSupport
import Testing

@Suite struct FileTests {
    @Test("finds the files of a pattern in the order of their names, without those still being written")
    func findsFiles() throws {
        try withTemporaryDirectory { directory in
            // The folder's own name contains what means something in a pattern.
            let project = directory + "/a [project]*"
            try FileManager.default.createDirectory(atPath: project + "/in", withIntermediateDirectories: true)
            for name in ["b.csv", "a.csv", "B.csv", ".hidden.csv", "c.csv.part", "d.csv.tmp", "e.txt", "ก.csv"] {
                try Data().write(to: URL(filePath: "\(project)/in/\(name)"))
            }
            #expect(matchingFiles("in/*.csv", in: project) == ["in/B.csv", "in/a.csv", "in/b.csv", "in/ก.csv"])
            #expect(matchingFiles("in/*.csv*", in: project).count == 4)
            #expect(matchingFiles("in/?.txt", in: project) == ["in/e.txt"])
            #expect(matchingFiles("out/*.csv", in: project).isEmpty)
            #expect(matchingFiles(directory + "/nothing*", in: project).isEmpty)
        }
    }

    @Test("hashes a file of several blocks")
    func hashesFiles() throws {
        try withTrialFile([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)) { path in
            let digest = try contentHash(ofFile: path, source: "trial")
            #expect(
                digest.description == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        }
    }
}
