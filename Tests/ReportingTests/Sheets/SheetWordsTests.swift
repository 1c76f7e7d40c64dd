import Definitions
import TestSupport
import Testing

@testable import Reporting

@Suite struct SheetWordsTests {
    @Test("keys name sheets in plain letters, each once")
    func makesKeys() {
        #expect(
            sheetKeys(["Claims by benefit", "SSO+ downloads", "Notes", "!!", "Claims, by benefit"])
                == ["claims_by_benefit", "sso_downloads", "notes_2", "sheet", "claims_by_benefit_2"])
    }

    @Test(
        "a description's first words can stand as a label",
        arguments: [
            ("Benefit claims. One row per claim.", Language.english, "Benefit claims"),
            ("Offices; not provinces", .english, "Offices"),
            ("Form S. 1-10", .english, "Form S"),
            ("สำนักงานและสาขา สำนักงานไม่ใช่จังหวัด", .thai, "สำนักงานและสาขา"),
            ("ช่องทาง", .thai, "ช่องทาง"),
        ])
    func cutsDescriptions(text: String, language: Language, expected: String) {
        #expect(firstClause(of: text, language: language) == expected)
    }

    @Test(
        "a heading says when members are shown as they are today",
        arguments: [
            ("shop.town.name", Language.english, "Town"), ("shop.town.name as_is", .english, "Town (as it is today)"),
            ("shop.town.name as_is", .thai, "เมือง (ตามโครงสร้างปัจจุบัน)"),
        ])
    func saysStanding(path: String, language: Language, expected: String) throws {
        let collector = DiagnosticCollector()
        let folder = "\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/bakery"
        let project = try #require(Project.load(folder, collector: collector))
        let metric = try #require(project.metrics["sales"])
        #expect(ReportWords(project: project, language: language).heading(of: path, metrics: [metric]) == expected)
    }

    @Test("headings that come again are numbered")
    func numbersHeadings() {
        #expect(
            uniqueHeadings(["Name", "NAME", "Rate", "name"]) == ["Name", "NAME (2)", "Rate", "name (3)"])
    }
}
