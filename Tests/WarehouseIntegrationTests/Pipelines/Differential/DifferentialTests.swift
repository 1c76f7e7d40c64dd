import Foundation
import TestSupport
import Testing

@testable import Pipelines

/// The typed path held against plain SQL: the same file goes through a pipeline, and as it is into a table of texts, of
/// which guarded casts and joins say what must be loaded and what must not.
@Suite struct DifferentialTests {
    @Test(
        "loads and rejects exactly what plain SQL over the file's texts says", arguments: 1...4 as ClosedRange<UInt64>)
    func agreesWithSQL(seed: UInt64) throws {
        try Trial.with(visitProject) { trial in
            var random = Randomness(seed: seed)
            let rows = (1...3000).map { visit(number: $0, &random) }
            try trial.write(
                ([visitColumns] + rows).map { csvLine($0, &random) }.joined(), to: "in/visits.csv")
            let outcome = try trial.load("visits")
            try #require(outcome.state == .published)

            let columns = visitColumns.map { "\"\($0)\"" }
            _ = try trial.sql(
                """
                create table raw (row bigint generated always as identity, \(columns.map { "\($0) text" }.joined(separator: ", ")))
                """)
            _ = try trial.sql(
                "\\copy raw (\(columns.joined(separator: ", "))) from '\(trial.directory)/in/visits.csv' with (format csv, header)"
            )
            _ = try trial.sql(plainVisits)

            let (rowDifference, rejectDifference) = try (
                difference(trial, "expected_rows", loadedVisits), difference(trial, "expected_rejects", rejectedVisits)
            )
            #expect(rowDifference == "")
            #expect(rejectDifference == "")
            let (total, expectedTotal) = try (
                trial.sql("select read, rejected from ledger.control_total"),
                trial.sql("select read, rejected from expected_total")
            )
            #expect(total == expectedTotal)
            // Otherwise the comparison would say little.
            let (loaded, reasons) = try (
                trial.sql("select count(*) from expected_rows"),
                trial.sql("select count(distinct rule) from expected_rejects")
            )
            #expect(try #require(Int(loaded)) > 500)
            #expect(try #require(Int(reasons)) >= 40)
            #expect(counts(outcome).hasPrefix("published: 3000 read, \(loaded) loaded"))
        }
    }

    /// Some rows that only one side has.
    private func difference(_ trial: Trial, _ expected: String, _ actual: String) throws -> String {
        try trial.sql(
            """
            create temporary view actual as \(actual);
            (select 'missing', * from (table \(expected) except all table actual) a limit 5)
            union all
            (select 'too many', * from (table actual except all table \(expected)) b limit 5)
            """)
    }

    /// Writes a line as CSV, with quotes where they are needed and sometimes where they are not.
    ///
    /// Blanks at the ends of a value are quoted: without quotes libcsv drops them, and COPY does not.
    private func csvLine(_ cells: [String], _ random: inout Randomness) -> String {
        cells.map { cell in
            let needed = cell.contains { [",", "\"", "\n"].contains($0) } || cell.hasPrefix(" ") || cell.hasSuffix(" ")
            guard needed || (!cell.isEmpty && random.next() % 10 == 0) else { return cell }
            return "\"\(cell.replacing("\"", with: "\"\""))\""
        }.joined(separator: ",") + "\n"
    }
}
