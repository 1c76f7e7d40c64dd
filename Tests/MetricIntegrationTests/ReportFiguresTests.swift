import Periods
import Postgres
import Testing

@testable import Definitions
@testable import MetricQueries

@Suite struct ReportFiguresTests {
    /// Lends the engine, the bakery's report and a connection.
    private func withReport(
        _ body: (MetricEngine, ReportDefinition, borrowing Connection) throws -> Void
    ) throws {
        try BakeryDatabase.with { (bakery) throws in
            let connection = try Connection(connecting: bakery.url)
            let engine = MetricEngine(
                project: bakery.project, completeness: try Completeness(bakery.project, on: connection),
                versions: try PublishedVersions(bakery.project, on: connection))
            try body(engine, try #require(bakery.project.reports["summary"]), connection)
        }
    }

    @Test("computes each figure against its own base")
    func figures() throws {
        try withReport { (engine, report, connection) throws in
            guard case .figures(let figures) = report.sheets[0].content else { return }
            let rows = try engine.figures(
                figures, period: .year(2023), language: .english, on: connection)
            #expect(rows.map { $0.label(.english) } == ["Web share", "Sales", "Loaves: Bree", "Loaves"])
            #expect(rows.map { $0.basePeriod?.key } == ["2022", "2022", "2022", "2022"])
            #expect(rows[0].value.value == (try Rational(2, over: 3)))
            #expect(rows[0].base.value == (try Rational(1, over: 2)))
            #expect(rows[0].change?.value == (try Rational(1, over: 6)))
            #expect(rows[0].changeMetric?.unit?.value == "percentage_point")
            #expect(rows[1].value.value == Rational(2))
            #expect(rows[1].change?.value == Rational(1))
            #expect(rows[1].changeMetric?.unit?.value == "percent")
            // The sales without a shop are more, but no member of the ranking.
            #expect(rows[2].value.value == Rational(5))
            #expect(rows[2].base.value == .zero)
            #expect(rows[3].change == nil)
        }
    }

    @Test("ranks members of one name each against its own base")
    func twins() throws {
        try withReport { (engine, report, connection) throws in
            // Both shops are called Corner: b sold 5 and nothing the year before, a 4 and 5.
            let collector = DiagnosticCollector()
            let text = """
                report: r
                title: { en: a, th: b }
                period: { grain: year, default: last_complete }
                sheets: [{ name: { en: A, th: ก }, figures: [{ metric: loaves, ranked: { by: shop.name, top: 2 } }] }]
                """
            let node = try #require(YAMLNode.parse(text, file: "r.yaml", collector: collector))
            let ranked = try #require(ReportDefinition(node))
            guard case .figures(let figures) = ranked.sheets[0].content else { return }
            let rows = try engine.figures(figures, period: .year(2023), language: .english, on: connection)
            #expect(rows.map { $0.label(.english) } == ["Loaves: Corner", "Loaves: Corner"])
            #expect(rows.map(\.keys) == [["b"], ["a"]])
            #expect(rows.map(\.value.value) == [Rational(5), Rational(4)])
            #expect(rows.map(\.base.value) == [.zero, Rational(5)])
        }
    }

    @Test("computes a table for each period down its side")
    func periods() throws {
        try withReport { (engine, report, connection) throws in
            guard case .table(let years) = report.sheets[1].content, case .table(let months) = report.sheets[2].content
            else { return }
            let tables = try engine.tables(years, period: .year(2024), language: .thai, on: connection)
            #expect(tables.map(\.period.key) == ["2022", "2023", "2024"])
            #expect(tables.map(\.texts) == [["ไอล์ 2 5"], ["– 1 6"], ["บรี 1 7"]])
            let last = try engine.tables(months, period: .year(2024), language: .thai, on: connection)
            #expect(last.map(\.period.key) == ["2024-10", "2024-11", "2024-12"])
            #expect(last.map(\.totals) == [["[x]"], ["[x]"], ["[x]"]])
        }
    }
}
