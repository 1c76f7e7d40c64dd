import Foundation
import Sampling
import TestSupport
import Testing

@Suite struct CommittedSampleTests {
    private let folder = repositoryDirectory + "/sample-data"

    @Test("the recipes write the committed sample data, byte for byte")
    func committed() throws {
        try withTemporaryDirectory { directory in
            let generator = try SampleGenerator(recipesDirectory: folder + "/recipes")
            let files = try generator.write(scale: 1, seed: 2_024, to: directory)
            for file in files {
                #expect(
                    try contents(directory + "/" + file.name) == contents(folder + "/" + file.name),
                    "\(file.name)")
            }
            let written = Set(files.map(\.name))
            let entries = try #require(FileManager.default.enumerator(atPath: folder))
            while let name = entries.nextObject() as? String {
                guard name.hasSuffix(".csv") || name.hasSuffix(".txt"), !name.hasPrefix("recipes/") else {
                    continue
                }
                #expect(written.contains(name), "no recipe writes \(name)")
            }
        }
    }

    @Test("the committed sample data stays small")
    func size() throws {
        let entries = try #require(FileManager.default.enumerator(atPath: folder))
        var bytes = 0
        while let name = entries.nextObject() as? String {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            if attributes[.type] as? FileAttributeType == .typeRegular {
                bytes += attributes[.size] as? Int ?? 0
            }
        }
        #expect(bytes < 12_000_000)
    }
}
