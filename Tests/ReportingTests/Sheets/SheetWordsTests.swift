import Definitions
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

    @Test("headings that come again are numbered")
    func numbersHeadings() {
        #expect(
            uniqueHeadings(["Name", "NAME", "Rate", "name"]) == ["Name", "NAME (2)", "Rate", "name (3)"])
    }
}
