import Definitions
import Foundation
import Periods
import Testing

@testable import Reporting

@Suite struct WorkbookWriterTests {
    private func document(_ language: Language, _ profile: WorkbookDocument.Profile) throws
        -> WorkbookDocument
    {
        var document = WorkbookDocument(
            title: "Report", period: "2024", organisation: "Library", language: language, profile: profile,
            created: 1_735_689_599)
        document.cover = [.init("Data as of", .date(try #require(CivilDate(year: 2024, month: 12, day: 31))))]
        document.remarks = [.init("Changed", ["First edition."])]
        let rows: [[LayoutCell]] = [
            [.text("North"), .integer(2), .percent(DecimalNumber(units: 5000, decimals: 2))],
            [.text("South"), .integer(1), .absent(.confidential)],
        ]
        let table = TableDocument(
            columns: [
                ColumnDocument(header: "Branch"), ColumnDocument(header: "Loans"),
                ColumnDocument(header: "Share (%)", showsBars: true),
            ], rows: rows,
            totals: [
                .label("Total"), .sum(.integer(3)),
                .recomputed(.percent(DecimalNumber(units: 3333, decimals: 2))),
            ])
        let chart = ChartDocument(
            kind: .bar, title: "Loans", description: "Two bars.",
            series: [.column(1, named: "Loans", against: 0, rows: 0...1)])
        document.sheets = [
            SheetDocument(
                key: "loans", name: "Loans/branch", kind: .figures, title: "Loans", subtitle: "2024",
                table: table,
                charts: [chart]),
            SheetDocument(
                key: "empty", name: "2024", kind: .control, title: "Empty", subtitle: "2024",
                table: TableDocument(columns: [ColumnDocument(header: "Nothing")], rows: [])),
        ]
        return document
    }

    private func write(_ document: WorkbookDocument) throws -> Data {
        let path = FileManager.default.temporaryDirectory.path + "/workbook-\(UUID().uuidString).xlsx"
        try WorkbookWriter(document).write(to: path)
        defer { unlink(path) }
        return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    @Test("writes both editions in both languages, the same bytes twice")
    func writesAll() throws {
        for language in Language.allCases {
            for profile in WorkbookDocument.Profile.allCases {
                let document = try document(language, profile)
                let first = try write(document)
                #expect(first == (try write(document)))
                #expect(first.count > 5_000)
            }
        }
    }

    @Test("refuses a workbook with two columns of one heading")
    func refusesEqualHeadings() throws {
        var document = try document(.english, .management)
        document.sheets[1].table.columns = [ColumnDocument(header: "A"), ColumnDocument(header: "a")]
        #expect(throws: (any Error).self) { try write(document) }
    }
}
