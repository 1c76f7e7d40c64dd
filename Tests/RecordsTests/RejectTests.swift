import Records
import Testing

@Suite struct RejectTests {
    @Test(
        "hides digit groups long enough to be a person's number",
        arguments: [
            "1101700234568", "1-1017-00234-56-8", "1 1017 00234 56 8", "๑๑๐๑๗๐๐๒๓๔๕๖๘", "เลขที่ 1101700234568",
            // The number begins before the value is cut off, and ends after it.
            String(repeating: "x", count: 52) + "1101700234568",
        ])
    func hidesPersonalNumbers(value: String) {
        let masked = Reject.masked(value)
        #expect(!masked.contains { $0.isNumber })
        #expect(masked.contains("•"))
    }

    @Test(
        "shows what is too short to be one: days, amounts, codes",
        arguments: ["30/02/2567", "2024-02-30", "12,345.50", "1010", "abc", "", "-5", "15-02-2567"])
    func showsOthers(value: String) {
        #expect(Reject.masked(value) == value)
    }

    @Test("shows no more than the start of a long value")
    func shortens() {
        #expect(Reject.masked(String(repeating: "x", count: 5000)).count <= 60)
    }
}
