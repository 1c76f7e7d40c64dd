import Periods
import TestSupport
import Testing

@testable import Definitions
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
        period: String = "2024", targets: [String: String] = [:], language: Language = .english,
        later: [(period: String, rows: [(name: String, key: String, cells: [MetricCell])])] = []
    ) throws -> SheetDocument {
        let collector = DiagnosticCollector()
        let project = try #require(
            Project.load("\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/poll", collector: collector))
        let node = try #require(YAMLNode.parse(Self.head + sheet, file: "r.yaml", collector: collector))
        let report = try #require(ReportDefinition(node))
        #expect(collector.sorted.map(\.description) == [])
        guard case .table(let definition) = report.sheets[0].content else { throw RationalError.divisionByZero }
        let table = MetricTable(
            metrics: try metrics.map { name in
                var metric = try #require(project.metricCatalogue.metric(name))
                let place = metric.location
                metric.targets =
                    targets[name].map {
                        [MetricTarget(period: Located(period, at: place), value: Located($0, at: place))]
                    } ?? []
                return metric
            },
            by: [AttributePath("club.name")], period: try #require(Period(period)),
            rows: rows.map { MetricRow(members: [$0.0], sortKeys: [.text($0.0)], cells: $0.1, level: 1) },
            total: MetricRow(members: [nil], sortKeys: [], cells: total, level: 0))
        return try TableSheet(
            words: ReportWords(project: project, language: language), sheet: report.sheets[0], definition: definition,
            tables: [table] + (try later.map { try self.table(of: table, $0.period, $0.rows) })
        ).document(key: "a", subtitle: "2024")
    }

    /// The same table for another period, its members with keys.
    private func table(
        of table: MetricTable, _ period: String, _ rows: [(name: String, key: String, cells: [MetricCell])]
    ) throws -> MetricTable {
        var table = table
        table.period = try #require(Period(period))
        table.keyColumns = [["code"]]
        table.rows = rows.map { name, key, cells in
            MetricRow(members: [name], sortKeys: [.text(key)], cells: cells, level: 1, keys: [key])
        }
        return table
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

    @Test("always says how many a sample has, once, by what they are")
    func sizes() throws {
        func ratio(_ value: String, count: Int64, base: Int64?) throws -> MetricCell {
            var cell = MetricCell(try Rational(decimal: value), count: count)
            cell.base = base.map { Rational($0) }
            return cell
        }
        let cells = [
            try ratio("3.5", count: 10, base: nil), try ratio("0.7", count: 10, base: 4),
            try ratio("0.6", count: 9, base: nil),
        ]
        let sheet =
            "  - { name: { en: A, th: ก }, rows: club.name, columns: [mean, of_maximum, top_two], total: recompute }"
        let document = try document(
            sheet, ["mean", "of_maximum", "top_two"],
            rows: [
                ("Archery", cells),
                ("Botany", [MetricCell(.confidential), MetricCell(.notAvailable), MetricCell(.notApplicable)]),
            ], total: cells)
        // Mean and top two are both over the answers, which stand there once.
        #expect(
            document.table.columns.map(\.header) == [
                "Club", "Mean (points)", "n: Mean", "Of maximum (%)", "n: Respondents", "Top two (%)",
            ])
        #expect(shown(document.table.rows[0]) == ["Archery", "3.50", "10", "70.00%", "4", "60.00%"])
        // What is hidden does not say of how many either.
        #expect(shown(document.table.rows[1]) == ["Botany", "[c]", "[c]", "[x]", "[x]", "[z]"])
        let own = try self.document(
            "  - { name: { en: A, th: ก }, rows: club.name, columns: [respondents, of_maximum] }",
            ["respondents", "of_maximum"], rows: [("Archery", [MetricCell(Rational(4)), cells[1]])],
            total: [MetricCell(Rational(4)), cells[1]], language: .thai)
        #expect(own.table.columns.count == 3)
    }

    @Test("puts target and gap behind the metric that declares them, in both languages")
    func targets() throws {
        func rate(_ part: Int128, target: String?) throws -> MetricCell {
            var cell = MetricCell(try Rational(part, over: 1000))
            cell.target = try target.map { try Rational(decimal: $0) }
            return cell
        }
        var hidden = MetricCell(.confidential)
        hidden.target = try Rational(decimal: "0.65")
        let sheet =
            "  - { name: { en: A, th: ก }, rows: club.name, columns: [answers, response_rate], targets: true, total: recompute }"
        func document(_ language: Language) throws -> SheetDocument {
            try self.document(
                sheet, ["answers", "response_rate"],
                rows: [
                    ("Archery", [MetricCell(Rational(5)), try rate(600, target: "0.65")]),
                    ("Botany", [MetricCell(Rational(1)), hidden]),
                    ("Chess", [MetricCell(Rational(1)), try rate(700, target: nil)]),
                ], total: [MetricCell(Rational(6)), try rate(700, target: "0.65")],
                targets: ["response_rate": "65"], language: language)
        }
        let english = try document(.english)
        #expect(
            english.table.columns.map(\.header) == [
                "Club", "Answers", "Response rate (%)", "Target (%)", "Gap to the target (percentage points)",
            ])
        #expect(
            english.table.rows.map { shown($0).suffix(3) } == [
                ["60.00%", "65.00%", "-5.00"], ["[c]", "65.00%", "[c]"], ["70.00%", "[z]", "[z]"],
            ])
        if case .recomputed(let gap) = english.table.totals?.last {
            #expect(shown([gap]) == ["+5.00"])
        } else {
            Issue.record("a gap is summed")
        }
        #expect(
            try document(.thai).table.columns.map(\.header).suffix(2) == [
                "เป้าหมาย (%)", "ผลต่างจากเป้าหมาย (จุดร้อยละ)",
            ])
    }

    @Test("keeps members of one name apart over the periods")
    func twins() throws {
        func row(_ name: String, _ key: String, _ value: Int64) -> (String, String, [MetricCell]) {
            (name, key, [MetricCell(Rational(value))])
        }
        let document = try document(
            "  - { name: { en: A, th: ก }, rows: club.name, periods: { last: 2 }, columns: answers }", ["answers"],
            rows: [], total: [MetricCell(.notAvailable)], period: "2022",
            later: [
                ("2023", [row("Twin", "a", 1), row("Twin", "b", 2)]),
                ("2024", [row("Twin", "b", 4), row("Twin", "c", 5)]),
            ])
        #expect(
            document.table.rows.map(shown) == [
                ["Twin", "2022", "[x]"], ["Twin", "2023", "1"], ["Twin", "2024", "[x]"],
                ["Twin", "2022", "[x]"], ["Twin", "2023", "2"], ["Twin", "2024", "4"],
                ["Twin", "2022", "[x]"], ["Twin", "2023", "[x]"], ["Twin", "2024", "5"],
            ])
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
