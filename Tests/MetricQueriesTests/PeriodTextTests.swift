import Definitions
import Foundation
import TestSupport
import Testing

@testable import MetricQueries

/// What `uptake check` says of periods that definitions write as text.
@Suite struct PeriodTextTests {
    private static let metrics = "reports/metrics/sales.yaml"
    private static let report = "reports/summary.yaml"

    /// The bakery with one text replaced by another, checked.
    private func problems(_ file: String, _ old: String, _ new: String) throws -> [String] {
        try withTemporaryDirectory { directory in
            let project = "\(directory)/bakery"
            try copyTree("\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/bakery", to: project)
            let text = try String(contentsOfFile: "\(project)/\(file)", encoding: .utf8)
            try #require(text.contains(old))
            try text.replacingOccurrences(of: old, with: new)
                .write(toFile: "\(project)/\(file)", atomically: true, encoding: .utf8)
            let collector = DiagnosticCollector()
            checkPeriodTexts(of: try #require(Project.read(project, collector: collector)), collector)
            return collector.sorted.map(\.description)
        }
    }

    @Test(
        "refuses what is no period, and changes that no period of the report has",
        arguments: [
            (
                metrics, "of: web_rate, against: 2020", "of: web_rate, against: the beginning",
                "reports/metrics/sales.yaml:7:71: error: `the beginning` is not a period; write 2024"
            ),
            (metrics, "from: 2021", "from: 2021-13", "`2021-13` is not a period"),
            (metrics, "{ 2023: 0.02 }", "{ 2023: 0.02, 2566: 0.03 }", "`2566` has a target already; keep one"),
            (metrics, "{ 2023: 0.02 }", "{ always: 0.02 }", "`always` is not a period"),
            (
                report, "{ number: \"1\", metric: web_rate, against: 2022 }",
                "{ number: \"1\", metric: web_rate, offset: 1 month }",
                "reports/summary.yaml:7:9: error: the figure is taken against 1 month earlier, and no year lies there; "
                    + "use an offset of whole years, or periods of a finer grain"
            ),
            (
                report, "{ number: \"4\", metric: loaves, change: none }",
                "{ number: \"4\", metric: loaves, against: 2022-06 }",
                "the figure compares a year with 2022-06, which is not as long; take it against a year, or compare a rate"
            ),
            (
                metrics, "{ name: loaves, type: simple, fact: sale, agg: sum, of: loaves,",
                "{ name: loaves, type: change, of: sales, offset: 10 days, kind: difference,",
                "`loaves` is taken against 10 days earlier, and no month lies there"
            ),
        ])
    func refuses(file: String, old: String, new: String, expected: String) throws {
        let problems = try problems(file, old, new)
        #expect(problems.contains { $0.contains(expected) }, "\(problems)")
    }

    @Test("accepts offsets that the periods of a table have")
    func accepts() throws {
        let problems = try problems(
            Self.metrics, "{ name: shelf,",
            "{ name: monthly, type: change, of: sales, offset: 1 quarter, kind: difference, label: { en: M, th: M } }\n  - { name: shelf,"
        )
        #expect(problems == [])
        // A rate of a year may be compared with that of a month, and two fiscal years are as long as two years.
        #expect(
            try self.problems(Self.report, "metric: web_rate, against: 2022", "metric: web_rate, against: 2022-06")
                == [])
        #expect(
            try self.problems(Self.report, "metric: loaves, change: none", "metric: loaves, against: FY2022") == [])
    }
}
