import Foundation
import TestSupport
import Testing

@testable import Sampling

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

    @Test("the README counts the bad rows as the recipes put them in")
    func countedFaults() throws {
        let book = try RecipeBook(directory: folder + "/recipes")
        let faults = book.recipes.flatMap(\.files).flatMap(\.faults)
        let classes: [Fault.Kind] = [
            .cast, .lookup, .rule, .missingColumn, .extraColumn, .unquotedValue, .encoding, .size, .duplicate,
        ]
        let expected = classes.map { kind in faults.filter { $0.kind == kind }.reduce(0) { $0 + $1.rows } }
        let rows = try lines(folder + "/README.md").filter { $0.hasPrefix("| `") || $0.hasPrefix("| all ") }
            .map { row in row.split(separator: "|").map { $0.filter { $0 != " " } } }.filter { $0.count == 10 }
        var sums = Array(repeating: 0, count: classes.count)
        for row in rows.dropLast() { for index in sums.indices { sums[index] += Int(row[index + 1]) ?? 0 } }
        #expect(sums == expected)
        #expect(rows.last?.dropFirst().map { Int($0) ?? 0 } == expected)
    }

    @Test("published rates hold in larger data too")
    func largerScale() throws {
        try withTemporaryDirectory { directory in
            let generator = try SampleGenerator(recipesDirectory: folder + "/recipes")
            _ = try generator.write(scale: 3, seed: 5, to: directory, only: ["claims"])
            let electronic = try lines(directory + "/operations/e_claim.csv")
            #expect(electronic.count { $0.hasPrefix("E2024") } == 3 * 4_473)
            #expect(electronic.count { $0.hasPrefix("E2024") && $0.contains(",maternity,") } == 3 * 1_114)
            #expect(electronic.count { $0.hasPrefix("E2023") } == 3 * 2_382)
            let office = try contents(directory + "/claims/claims-2567.csv").split(
                separator: UInt8(ascii: "\n"))
            // The number of a claim begins with SO SUEA and the year; one row stands there twice.
            let numbers = office.filter { $0.starts(with: [0xCA] + Array("67-".utf8)) }.map { $0.prefix(10) }
            #expect(numbers.count == 3 * 527 + 1)
            #expect(Set(numbers).count == 3 * 527)
        }
    }
}
