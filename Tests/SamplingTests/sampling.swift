import Foundation
import Sampling
import TestSupport

/// Writes recipes and tables to a temporary folder, makes a sample by them, and lends the folder that it lies in.
func withSample<Result>(
    _ files: [String: String], scale: Int = 1, seed: UInt64 = 1,
    _ body: (_ folder: String, [SampleFile]) throws -> Result
) throws -> Result {
    try withTemporaryDirectory { directory in
        try FileManager.default.createDirectory(
            atPath: directory + "/recipes", withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(toFile: directory + "/recipes/" + name, atomically: true, encoding: .utf8)
        }
        let generator = try SampleGenerator(recipesDirectory: directory + "/recipes")
        let written = try generator.write(scale: scale, seed: seed, to: directory + "/out")
        return try body(directory + "/out", written)
    }
}

/// The bytes of a file.
func contents(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

/// The lines of a file of ASCII or UTF-8.
func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
}

/// A small recipe of another subject than this project's.
let visits = """
    recipe: visits
    description: Visits to a museum, by ticket.
    strata:
      - in: 2024
        count: 1000
        parts:
          - { set: { ticket: online }, rate: 62.5%, growth: 2 }
          - { set: { ticket: desk }, rest: true, weekdays: [0, 1, 1, 1, 1, 3, 3] }
    targets:
      - { in: 2024, where: { ticket: online }, rate: 62.5% }
    fields:
      number: { sequence: 1 }
      party: { between: [1, 6] }
      price: { by: ticket, of: { online: 9.50, desk: 11 } }
      paid: { times: [party, price] }
    files:
      visits:
        path: "visits/visits-{day:yyyy}.csv"
        columns: { number: "{number:00000}", day: "{day:dd.MM.yyyy}", ticket: "{ticket}", party: "{party}", paid: "{paid}" }
        renumber: { column: number, text: "X{n}" }
        faults:
          - { class: cast, at: 2024-03-01, rows: 2, with: { party: many } }
          - { class: duplicate, at: 2024-06-01 }
          - { class: missing_column, at: 2024-07-01, drop: paid }
          - { class: extra_column, at: 2024-08-01, append: late }
    """
