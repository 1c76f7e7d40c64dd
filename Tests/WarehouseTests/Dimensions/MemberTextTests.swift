import Testing

@testable import Warehouse

@Suite struct MemberTextTests {
    @Test(
        "reads and writes days as PostgreSQL does, its infinities included",
        arguments: [
            ("2000-01-01", 0), ("2024-06-30", 8947), ("1999-12-31", -1), ("infinity", .max), ("-infinity", .min),
        ] as [(String, Int32)])
    func readsDays(text: String, days: Int32) {
        #expect(MemberTable.days(text) == days)
        #expect(MemberTable.text(days) == text)
    }

    /// PostgreSQL manual, COPY, "Text Format".
    @Test(
        "escapes what COPY's text format gives a meaning to",
        arguments: [
            ("a\tb", "a\\tb"), ("a\nb", "a\\nb"), ("a\r\nb", "a\\r\\nb"), ("\\N", "\\\\N"), ("\\.", "\\\\."),
            ("ก ข", "ก ข"), ("", ""),
        ])
    func escapes(text: String, expected: String) { #expect(copyText(text) == expected) }

    @Test(
        "writes a whole number of the last place as a decimal",
        arguments: [
            (0, 2, "0.00"), (5, 2, "0.05"), (-5, 2, "-0.05"), (-50, 2, "-0.50"), (12345, 2, "123.45"),
            (-12345, 0, "-12345"), (7, 4, "0.0007"),
            (.max, 2, "92233720368547758.07"), (.min, 2, "-92233720368547758.08"),
        ] as [(Int64, Int, String)])
    func writesDecimals(value: Int64, scale: Int, expected: String) {
        #expect(decimalText(value, scale: scale) == expected)
    }
}
