import Testing

@testable import Transformation

@Suite struct ParseDecimalTests {
    @Test(
        "reads decimals exactly, as whole numbers of their last place",
        arguments: [
            ("0", 0, 0), ("-0", 2, 0), ("12", 0, 12), ("+3", 0, 3), ("007", 0, 7), ("12.5", 2, 1250),
            ("-12.50", 2, -1250),
            ("0.01", 2, 1), ("-0.01", 2, -1), ("9999.9999", 4, 99_999_999), ("5.", 2, 500), (".5", 2, 50),
            ("-.05", 2, -5),
            ("12.0", 0, 12), ("1.2500000", 2, 125), ("0.1", 18, 100_000_000_000_000_000),
            ("9223372036854775807", 0, .max), ("-9223372036854775808", 0, .min), ("92233720368547758.07", 2, .max),
        ] as [(String, Int, Int64)])
    func readsExactly(text: String, scale: Int, expected: Int64) {
        #expect(parse(text, scale: scale) == .value(expected))
    }

    @Test(
        "reads Thai digits, alone and beside others",
        arguments: [("๑๒๓", 12300), ("-๙.๐๕", -905), ("1๒.5", 1250)] as [(String, Int64)])
    func readsThaiDigits(text: String, expected: Int64) { #expect(parse(text, scale: 2) == .value(expected)) }

    @Test(
        "reads thousands only where the feed has them, and only in groups of three",
        arguments: [
            ("1,234", .value(123_400)), ("1,234,567.89", .value(123_456_789)), ("-12,345.6", .value(-1_234_560)),
            ("๑,๒๓๔", .value(123_400)), ("1234", .value(123_400)), ("1,23", .malformed), ("12,34", .malformed),
            ("1234,567", .malformed), ("1,2345", .malformed), (",123", .malformed), ("1,,234", .malformed),
            ("1,234,", .malformed),
            ("1.234,5", .malformed), ("1,23.45", .malformed),
        ] as [(String, ParsedNumber)])
    func readsThousands(text: String, expected: ParsedNumber) {
        #expect(parse(text, scale: 2, thousands: ",") == expected)
        if text.contains(",") { #expect(parse(text, scale: 2) == .malformed) }
    }

    @Test(
        "refuses what is no number",
        arguments: [
            "", "-", "+", ".", "-.", "--5", "5-", "1.2.3", "0x10", "12abc", "1.23abc", "1.239abc", " 5", "5 ", "1 234",
            "E5", "1E", "1E+",
            "1Ex", "1.5E", "NaN", "Infinity", "٣", "５", "1_000", "๑ก", "\u{E0}\u{B9}",
        ])
    func refusesOthers(text: String) {
        for scale in [0, 2] { #expect(parse(text, scale: scale) == .malformed, "scale \(scale)") }
    }

    @Test(
        "names what a spreadsheet makes of a long number, whatever the column's scale",
        arguments: ["1.2E+12", "1.234567E+12", "1e5", "1E-3", "-1.2e12"])
    func namesExponents(text: String) {
        for scale in [0, 2] { #expect(parse(text, scale: scale) == .exponent, "scale \(scale)") }
    }

    @Test(
        "refuses decimals that the column cannot hold",
        arguments: [("12.5", 0), ("0.001", 2), ("1.005", 2), ("-0.019", 2)])
    func refusesMoreDecimals(text: String, scale: Int) { #expect(parse(text, scale: scale) == .tooPrecise) }

    @Test(
        "never wraps around",
        arguments: [
            ("9223372036854775808", 0), ("-9223372036854775809", 0), ("18446744073709551616", 0),
            ("18446744073709551617", 0),
            ("92233720368547758.08", 2), ("99999999999999999999999999999999999999", 0), ("9223372036854775807", 1),
            ("10", 18),
        ])
    func neverWraps(text: String, scale: Int) { #expect(parse(text, scale: scale) == .overflow) }

    private func parse(_ text: String, scale: Int, thousands: Character? = nil) -> ParsedNumber {
        // Numbers stand inside longer buffers, with digits on both sides.
        let bytes = Array("7\(text)7".utf8)
        return parseDecimal(bytes.span, 1..<bytes.count - 1, scale: scale, thousands: thousands?.asciiValue)
    }
}
