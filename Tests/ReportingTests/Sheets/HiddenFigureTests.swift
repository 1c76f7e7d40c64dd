import Definitions
import Foundation
import Periods
import TestSupport
import Testing

@testable import MetricQueries
@testable import Reporting
@testable import Spreadsheet

/// What a workbook with confidential figures gives away: nothing of them, in no part of the file.
@Suite struct HiddenFigureTests {
    /// Digits that nothing else in a workbook has, in any of the forms in which a number can be written.
    private static let secrets = ["73519", "735.19", "35719", "917351"]

    /// A confidential cell that was an ordinary one before, with all that an ordinary one has.
    private func hidden() throws -> MetricCell {
        var cell = MetricCell(Rational(73519), marks: [.lowReliability, .provisional], count: 73519)
        cell.numerator = Rational(73519)
        cell.denominator = Rational(917351)
        cell.base = Rational(73519)
        cell.interval = MetricInterval(low: 73519, high: 917351)
        cell.target = Rational(1)
        cell.state = .confidential
        return cell
    }

    private func project() throws -> Project {
        try #require(
            Project.load(
                "\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/poll", collector: DiagnosticCollector()))
    }

    private func table(_ metrics: [String], _ rows: [(String, [MetricCell])], total: [MetricCell]) throws -> MetricTable
    {
        let catalogue = try project().metricCatalogue
        return MetricTable(
            metrics: try metrics.map { try #require(catalogue.metric($0)) }, by: [AttributePath("club.name")],
            period: try #require(Period("2024")),
            rows: rows.map { MetricRow(members: [$0.0], sortKeys: [.text($0.0)], cells: $0.1, level: 1) },
            total: MetricRow(members: [nil], sortKeys: [], cells: total, level: 0))
    }

    /// The texts of every part of the workbook that the sheets make.
    private func parts(_ sheets: [SheetDocument], _ language: Language = .english) throws -> [String: String] {
        try withTemporaryDirectory { directory in
            var document = WorkbookDocument(
                title: "Report", period: "2024", organisation: "Club", language: language, profile: .management,
                created: 1_735_689_599)
            document.sheets = sheets
            let path = "\(directory)/a.xlsx"
            try WorkbookWriter(document).write(to: path)
            let archive = try ZipArchive(bytes: Array(try Data(contentsOf: URL(filePath: path))))
            return try archive.names.reduce(into: [:]) {
                $0[$1] = String(decoding: try archive.contents(of: $1), as: UTF8.self)
            }
        }
    }

    private func sheet(_ charts: String, total: MetricCell, cells: [MetricCell]) throws -> SheetDocument {
        let text = """
            report: r
            title: { en: a, th: b }
            period: { grain: year, default: last_complete }
            sheets:
              - { name: { en: A, th: ก }, rows: club.name, columns: [answers, top_two], intervals: true, total: recompute, \(charts) }
            """
        let node = try #require(YAMLNode.parse(text, file: "r.yaml", collector: DiagnosticCollector()))
        let report = try #require(ReportDefinition(node))
        guard case .table(let definition) = report.sheets[0].content else { throw RationalError.divisionByZero }
        var share = MetricCell(try Rational(3, over: 5))
        share.interval = MetricInterval(low: 0.25, high: 0.875)
        let rows = zip(["Archery", "Botany", "Chess", "Drama"], cells).map { name, cell in
            (name, [cell, cell.state == nil ? share : cell])
        }
        let table = try table(["answers", "top_two"], rows, total: [total, total.state == nil ? share : total])
        return try TableSheet(
            words: ReportWords(project: project(), language: .english), sheet: report.sheets[0],
            definition: definition, tables: [table]
        ).document(key: "a", subtitle: "2024")
    }

    private static let some = [MetricCell(Rational(12)), MetricCell(Rational(0)), MetricCell(Rational(7))]

    @Test(
        "writes a figure that is hidden in no part of the file, whatever is drawn from its column",
        arguments: ["bar", "column", "line", "stacked_column"])
    func absent(kind: String) throws {
        let cells = [Self.some[0], try hidden(), Self.some[1], try hidden()]
        for language in Language.allCases {
            let document = try sheet(
                "chart: { type: \(kind), of: [answers, top_two] }", total: try hidden(), cells: cells)
            let words = ReportWords(project: try project(), language: language)
            let notes = ReportNotes().document(words: words, subtitle: "2024", symbols: document.symbols)
            let parts = try parts([document, notes], language)
            let charts = try #require(parts["xl/charts/chart1.xml"])
            // Zero is a figure; what is hidden is no point at all, and nobody writes a zero beside it.
            #expect(points(charts) == [["0": "12", "2": "0"], ["0": "0.6", "2": "0.6"]])
            #expect(charts.components(separatedBy: "<c:delete val=\"1\"/>").count == 1 + 2 * 2)
            #expect(!charts.contains("<c:lineChart>"))
            #expect(parts.values.contains { $0.contains(">[c]<") })
            for (name, text) in parts {
                for secret in Self.secrets { #expect(!text.contains(secret), "\(name) tells \(secret)") }
            }
        }
    }

    /// The points that are kept for each series of a chart, by their places.
    private func points(_ chart: String) -> [[String: String]] {
        chart.matches(of: #/<c:numCache>.*?</c:numCache>/#).map { cache in
            Dictionary(
                cache.output.matches(of: #/<c:pt idx="(\d+)"><c:v>([^<]*)</c:v>/#).map {
                    (String($0.output.1), String($0.output.2))
                }, uniquingKeysWith: { first, _ in first })
        }
    }

    @Test("draws a line through what is there, and columns where a figure is missing between others")
    func lines() throws {
        func chart(_ cells: [MetricCell]) throws -> ChartDocument {
            try #require(
                try sheet("chart: { type: line, of: answers }", total: Self.some[0], cells: cells).charts.first)
        }
        let whole = try chart(Self.some)
        #expect(whole.kind == .line && whole.series.map(\.values.rows) == [0...2])
        let ends = try chart([try hidden(), Self.some[0], Self.some[2], MetricCell(.notAvailable)])
        #expect(ends.kind == .line && ends.series.map(\.values.rows) == [1...2])
        let broken = try chart([Self.some[0], try hidden(), Self.some[2]])
        #expect(broken.kind == .column && broken.series.map(\.values.rows) == [0...2])
        #expect(broken.description == "Column chart: Answers. Highest: Archery 12. Lowest: Chess 7.")
        let none = try chart([try hidden(), try hidden()])
        #expect(none.kind == .column && none.description == "Answers")
    }

    @Test("writes a total as a value where a figure of its column is hidden, and hides it where it is hidden itself")
    func totals() throws {
        let open = try sheet("limit: 9", total: MetricCell(Rational(99)), cells: [Self.some[0], try hidden()])
        #expect(open.table.checkedTotals?[1] == .recomputed(.integer(99)))
        let closed = try sheet("limit: 9", total: try hidden(), cells: [Self.some[0], try hidden()])
        #expect(
            closed.table.checkedTotals?[1]
                == .recomputed(LayoutCell(.absent(.confidential), marks: [.provisional])))
        let whole = try sheet("limit: 9", total: MetricCell(Rational(12)), cells: [Self.some[0], Self.some[1]])
        #expect(whole.table.checkedTotals?[1] == .sum(.integer(12)))
    }

    @Test("explains the symbol in both languages, also where only a total is hidden")
    func explained() throws {
        let document = try sheet("limit: 9", total: try hidden(), cells: [Self.some[0]])
        #expect(document.symbols.contains(.confidential))
        let texts = try [Language.english, .thai].flatMap { language in
            ReportNotes().document(
                words: ReportWords(project: try project(), language: language), subtitle: "2024",
                symbols: [.confidential]
            ).table.rows.map { shownText(of: $0[2], language: language) }
        }
        #expect(
            texts == [
                "Confidential: the number would tell about few persons, or another such number would follow from it",
                "ปกปิด: ตัวเลขนี้อาจเปิดเผยข้อมูลของบุคคลจำนวนน้อย หรือใช้คำนวณย้อนไปหาตัวเลขเช่นนั้นได้",
            ])
    }

    @Test("tells nothing beside a figure that is hidden")
    func facets() throws {
        let catalogue = try project().metricCatalogue
        for name in ["answers", "of_maximum", "top_two", "top_two_change"] {
            let metric = try #require(catalogue.metric(name))
            let cell = try hidden()
            for facet in MetricFacet.allCases where facet != .marks && facet != .target {
                #expect(try facet.text(of: cell, MetricFormat(metric)) == nil, "\(name) \(facet)")
            }
            #expect(cell.marks == .provisional)
        }
        let table = try table(
            ["top_two", "of_maximum"], [("Archery", [try hidden(), try hidden()])], total: [try hidden(), try hidden()])
        let words = ReportWords(project: try project(), language: .english)
        let document = try MetricSheet(words: words, table: table).document(subtitle: "2024")
        #expect(document.table.rows[0].dropFirst().allSatisfy { $0.content == .absent(.confidential) })
        for (name, text) in try parts([document]) {
            for secret in Self.secrets { #expect(!text.contains(secret), "\(name) tells \(secret)") }
        }
    }
}
