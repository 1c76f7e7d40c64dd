import ArgumentParser
import Foundation
import Sampling

struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Write synthetic deliveries by the recipes of the project",
        discussion: """
            The same scale and seed give the same bytes. Example: uptake sample --scale 10 --seed 1 --out /tmp/deliveries
            """)

    @Option(help: "By how much every count is multiplied.") var scale = 1
    @Option(help: "The seed of the random numbers.") var seed: UInt64 = 2024
    @Option(help: "The folder to write to.") var out: String
    @Argument(help: "The recipes to follow; without any, all of them.") var recipes: [String] = []
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        guard scale > 0 else { throw UsageError("Please give a --scale of 1 or more.") }
        let directory = try Session.directory(options)
        let generator = try SampleGenerator(recipesDirectory: "\(directory)/sample-data/recipes")
        let target = URL(fileURLWithPath: out).standardizedFileURL.path
        let files = try generator.write(scale: scale, seed: seed, to: target, only: recipes.isEmpty ? nil : recipes)
        var table = [["file", "rows", "bytes"]]
        for file in files { table.append([file.name, grouped(file.rows), grouped(file.bytes)]) }
        Console.result(aligned(table, numeric: [1, 2]))
    }
}
