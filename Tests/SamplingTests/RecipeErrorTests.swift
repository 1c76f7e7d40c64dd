import Definitions
import Foundation
import TestSupport
import Testing

@testable import Sampling

@Suite struct RecipeErrorTests {
    /// The diagnostics of a recipe, their files without the folder.
    private func errors(_ text: String, replacing old: String = "", with new: String = "") throws -> [String] {
        let text = old.isEmpty ? text : text.replacing(old, with: new)
        do {
            try withSample(["visits.yaml": text]) { _, _ in }
            return []
        } catch SampleError.recipes(let diagnostics) {
            return diagnostics.map { diagnostic in
                let description = diagnostic.description
                return description.firstRange(of: "visits.yaml").map { String(description[$0.lowerBound...]) }
                    ?? description
            }
        }
    }

    @Test("says which count near it can show a rate")
    func unreachableRate() throws {
        #expect(
            try errors(visits, replacing: "count: 1000", with: "count: 10") == [
                "visits.yaml:7:42: error: no part of 10 is 62.5%; the nearest counts that work are 8 (5 of them) and 16 (10 of them)"
            ])
    }

    @Test("says which count meets a target")
    func missedTarget() throws {
        #expect(
            try errors(visits, replacing: "rate: 62.5%, growth", with: "count: 600, growth") == [
                "visits.yaml:10:50: error: 600 of 1000 is not 62.5%; the nearest count that works is 625"
            ])
    }

    @Test(
        "names file, line and column, and what would be right",
        arguments: [
            (
                "growth: 2", "growht: 2",
                "visits.yaml:7:49: error: unknown key `growht`; did you mean `growth`?"
            ),
            (
                "rest: true", "count: 400",
                "visits.yaml:7:9: error: the parts add up to 1025 and the whole is 1000; give one part `rest: true`, or correct a count"
            ),
            (
                "in: 2024\n", "in: 2024-13\n",
                "visits.yaml:4:9: error: `2024-13` is not a period; write \(DaySpan.spellings)"
            ),
            (
                "[party, price]", "[party, prize]",
                "visits.yaml:15:26: error: no field `prize` stands above; did you mean `price`?"
            ),
            (
                "{ sequence: 1 }", "{ sequnce: 1 }",
                "visits.yaml:12:11: error: `sequnce` is no kind of expression; did you mean `sequence`?"
            ),
            (
                "{party}", "{partly}",
                "visits.yaml:19:94: error: no field `partly` stands above; did you mean `party`?"
            ),
            (
                "{paid}", "{paid:0}",
                "visits.yaml:19:111: error: `0` is no format for a number of 2 decimals; write, for example, `0000`, `0.00` or `,0.00`, with no fewer decimals"
            ),
            (
                "drop: paid", "drop: pay",
                "visits.yaml:24:56: error: the file has no column `pay`; did you mean `day`?"
            ),
            (
                "class: cast", "class: typo",
                "visits.yaml:22:18: error: `typo` is not a value of `class`; use one of `cast`, `lookup`, `rule`, `duplicate`, `encoding`, `size`, `missing_column`, `extra_column`, `unquoted_value`"
            ),
        ])
    func messages(old: String, new: String, expected: String) throws {
        #expect(try errors(visits, replacing: old, with: new).first == expected)
    }

    @Test("refuses a month that asks for more members than there are")
    func smallPopulation() throws {
        let text = visits.replacing(
            "recipe: visits", with: "recipe: visits\npopulations: { guests: { count: 50 } }"
        )
        .replacing("number: { sequence: 1 }", with: "number: { next_member_of: guests }")
        .replacing("{number:00000}", with: "{number.place}")
        let error = #expect(throws: SampleError.self) { try withSample(["visits.yaml": text]) { _, _ in } }
        #expect(
            error?.description.hasSuffix(
                "visits.yaml:13:29: error: a month has more rows than the population has members, 50; give the population a larger count"
            )
                == true)
    }

    @Test("refuses a fault that no row comes before")
    func faultsLeft() throws {
        let text = visits.replacing("at: 2024-08-01", with: "at: 2025-08-01")
        #expect(throws: SampleError.self) { try withSample(["visits.yaml": text]) { _, _ in } }
    }

    @Test("refuses a recipe that is not there, and a scale of nothing")
    func badRequests() throws {
        try withTemporaryDirectory { directory in
            try visits.write(toFile: directory + "/visits.yaml", atomically: true, encoding: .utf8)
            let generator = try SampleGenerator(recipesDirectory: directory)
            let unknown = #expect(throws: SampleError.self) {
                try generator.write(scale: 1, seed: 1, to: directory, only: ["tours"])
            }
            #expect(unknown?.description == "there is no recipe `tours`; there are visits")
            #expect(throws: SampleError.self) { try generator.write(scale: 0, seed: 1, to: directory) }
        }
    }
}
