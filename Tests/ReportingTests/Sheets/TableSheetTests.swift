import Definitions
import Periods
import TestSupport
import Testing

@testable import MetricQueries
@testable import Reporting

@Suite struct TableSheetTests {
    private static let head = """
        report: r
        title: { en: a, th: b }
        period: { grain: year, default: last_complete }
        sheets:

        """

    /// A sheet over the poll's metrics, whose rows are given.
    private func document(
        _ sheet: String, _ metrics: [String], rows: [(String, [MetricCell])], total: [MetricCell],
        period: String = "2024"
    ) throws -> SheetDocument {
        let collector = DiagnosticCollector()
        let project = try #require(
            Project.load("\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/poll", collector: collector))
        let node = try #require(YAMLNode.parse(Self.head + sheet, file: "r.yaml", collector: collector))
        let report = try #require(ReportDefinition(node))
        #expect(collector.sorted.map(\.description) == [])
        guard case .table(let definition) = report.sheets[0].content else { throw RationalError.divisionByZero }
        let table = MetricTable(
            metrics: try metrics.map { try #require(project.metricCatalogue.metric($0)) },
            by: [AttributePath("club.name")], period: try #require(Period(period)),
            rows: rows.map { MetricRow(members: [$0.0], sortKeys: [.text($0.0)], cells: $0.1, level: 1) },
            total: MetricRow(members: [nil], sortKeys: [], cells: total, level: 0))
        return try TableSheet(
            words: ReportWords(project: project, language: .english), sheet: report.sheets[0], definition: definition,
            tables: [table]
        ).document(key: "a", subtitle: "2024")
    }

    private func shown(_ cells: [LayoutCell]) -> [String] { cells.map { shownText(of: $0, language: .english) } }

    @Test("puts the ends of an interval behind the metric, and says where there is none")
    func intervals() throws {
        var share = MetricCell(try Rational(3, over: 5))
        share.interval = MetricInterval(low: 0.230724, high: 0.882379)
        let document = try document(
            "  - { name: { en: A, th: ก }, rows: club.name, columns: [answers, top_two, top_two_change], intervals: true, total: recompute, chart: { type: bar, of: top_two_change } }",
            ["answers", "top_two", "top_two_change"],
            rows: [
                ("Archery", [MetricCell(Rational(5)), share, MetricCell(.notAvailable)]),
                ("Botany", [MetricCell(Rational(1)), MetricCell(Rational(1)), MetricCell(.notAvailable)]),
                ("Chess", [MetricCell(Rational(0)), MetricCell(.notApplicable), MetricCell(.notAvailable)]),
            ], total: [MetricCell(Rational(6)), share, MetricCell(try Rational(1, over: 10))])
        #expect(
            document.table.columns.map(\.header) == [
                "Club", "Answers", "Top two (%)", "95 % from", "95 % to", "Change (percentage points)",
            ])
        #expect(shown(document.table.rows[0]) == ["Archery", "5", "60.00%", "23.07%", "88.24%", "[x]"])
        #expect(shown(document.table.rows[1]) == ["Botany", "1", "100.00%", "[z]", "[z]", "[x]"])
        #expect(shown(document.table.rows[2]) == ["Chess", "0", "[z]", "[z]", "[z]", "[x]"])
        #expect(document.table.totals?.count == 6)
        if case .recomputed(let cell) = document.table.totals?[3] {
            #expect(shown([cell]) == ["23.07%"])
        } else {
            Issue.record("an end of an interval is summed")
        }
    }

    @Test("says in the heading which months of an unfinished period are compared")
    func portion() throws {
        var change = MetricCell(try Rational(1, over: 10))
        change.portion = try #require(Period("2026-01..2026-06"))
        let document = try document(
            "  - { name: { en: A, th: ก }, rows: club.name, columns: [answers, top_two_change] }",
            ["answers", "top_two_change"], rows: [("Archery", [MetricCell(Rational(5)), change])],
            total: [MetricCell(Rational(5)), change], period: "2026")
        #expect(
            document.table.columns.map(\.header) == [
                "Club", "Answers", "Change (percentage points), 2026 (Jan–Jun)",
            ])
    }
}
