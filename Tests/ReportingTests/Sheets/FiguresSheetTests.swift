import Periods
import TestSupport
import Testing

@testable import Definitions
@testable import MetricQueries
@testable import Reporting

@Suite struct FiguresSheetTests {
    private static let report = """
        report: r
        title: { en: a, th: b }
        period: { grain: year, default: last_complete }
        sheets:
          - name: { en: A, th: ก }
            figures:
              - { metric: answers, change: none }
              - { metric: top_two, change: none }
              - { metric: of_maximum, change: none }
              - { metric: response_rate, change: none }

        """

    private func header(and cells: [String: MetricCell], _ language: Language) throws -> [[String]] {
        let collector = DiagnosticCollector()
        let project = try #require(
            Project.load("\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/poll", collector: collector))
        let node = try #require(YAMLNode.parse(Self.report, file: "r.yaml", collector: collector))
        let report = try #require(ReportDefinition(node))
        #expect(collector.sorted.map(\.description) == [])
        guard case .figures(let figures) = report.sheets[0].content else { throw RationalError.divisionByZero }
        let rows = try figures.compactMap { figure -> FigureRow? in
            guard let cell = cells[figure.metric.value] else { return nil }
            let metric = try #require(project.metricCatalogue.metric(figure.metric.value))
            return FigureRow(
                definition: figure, member: nil, metric: metric, period: .year(2024), basePeriod: nil, value: cell,
                base: MetricCell(.notAvailable), change: nil, changeMetric: nil)
        }
        let table = try FiguresSheet(
            words: ReportWords(project: project, language: language), sheet: report.sheets[0], period: .year(2024),
            rows: rows, notes: Array(repeating: nil, count: figures.count)
        ).document(key: "a", subtitle: "2024").table
        return [table.columns.map(\.header)]
            + table.rows.map { $0.map { shownText(of: $0, language: language) } }
    }

    @Test("tells n, interval and target of the figures that have them, and says so of the others")
    func asides() throws {
        var share = MetricCell(try Rational(3, over: 5), count: 5)
        share.interval = MetricInterval(low: 0.230724, high: 0.882379)
        var mean = MetricCell(try Rational(7, over: 10), count: 9)
        mean.base = Rational(4)
        var rate = MetricCell(try Rational(6, over: 10), count: 90)
        rate.target = try Rational(decimal: "0.65")
        let cells = ["answers": MetricCell(Rational(9)), "top_two": share, "of_maximum": mean, "response_rate": rate]
        let table = try header(and: cells, .english)
        let none = Array(repeating: "[z]", count: 4)
        #expect(
            table == [
                [
                    "Figure", "2024", "Unit", "Base period", "Base value", "Change", "Change in", "n", "95 % from",
                    "95 % to", "Target", "Gap to the target", "Gap in",
                ],
                ["Answers", "9", ""] + none + ["[z]", "[z]", "[z]", "[z]", "[z]", "[z]"],
                ["Top two", "60.00%", "%"] + none + ["5", "23.07%", "88.24%", "[z]", "[z]", "[z]"],
                // Four persons gave the nine answers; a mean of a number of scales has no interval.
                ["Of maximum", "70.00%", "%"] + none + ["4", "[z]", "[z]", "[z]", "[z]", "[z]"],
                ["Response rate", "60.00%", "%"] + none + [
                    "[z]", "[z]", "[z]", "65.00%", "-5.00", "percentage points",
                ],
            ])
    }

    @Test("has no such columns where no figure has such a thing, and the same ones in Thai")
    func columns() throws {
        let plain = ["answers": MetricCell(Rational(9)), "response_rate": MetricCell(.notAvailable)]
        #expect(try header(and: plain, .english)[0].suffix(2) == ["Change", "Change in"])
        var hidden = MetricCell(.confidential)
        hidden.target = try Rational(decimal: "0.65")
        hidden.count = 7
        let thai = try header(and: ["top_two": hidden], .thai)
        #expect(thai[0].suffix(6) == ["n", "95 % ตั้งแต่", "95 % ถึง", "เป้าหมาย", "ผลต่างจากเป้าหมาย", "หน่วยของผลต่าง"])
        // Nothing follows of a hidden figure from what stands beside it.
        #expect(thai[1].suffix(6) == ["[c]", "[c]", "[c]", "65.00%", "[c]", "จุดร้อยละ"])
    }
}
