import Testing

@testable import Reporting

@Suite struct TextMeasureTests {
    @Test(
        "vowels and tone marks above and below take no room",
        arguments: [
            ("กี่", 1), ("ทั้ง", 2), ("น้ำ", 2), ("คำขอ", 4), ("abc", 3), ("สำนักงานประกันสังคม", 16),
        ])
    func countsBaseGlyphs(text: String, expected: Int) { #expect(glyphCount(text) == expected) }

    @Test(
        "counts the lines of a cell",
        arguments: [
            ("one", 10, 1), ("one two", 7, 1), ("one two", 6, 2), ("abcdefghij", 5, 3), ("a\nb", 10, 2),
            ("", 10, 1),
        ])
    func countsLines(text: String, width: Int, expected: Int) {
        #expect(wrappedLineCount(text, width: width) == expected)
    }

    @Test("tabs get names that Excel takes")
    func makesSheetNames() {
        let names = sheetNames(for: [
            "Claims/benefit", "FY24", "Notes", "notes", String(repeating: "ก", count: 40), "it's",
        ])
        #expect(
            names == [
                "Claims-benefit", "– FY24", "Notes", "notes (2)", String(repeating: "ก", count: 31), "it’s",
            ])
    }
}
