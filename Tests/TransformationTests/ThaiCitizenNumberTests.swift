import Testing

@testable import Transformation

@Suite struct ThaiCitizenNumberTests {
    /// Numbers whose last digit was computed in Python: `(11 - sum(int(d[i]) * (13 - i) for i in range(12)) % 11) % 10`,
    /// one for each remainder, and then others.
    private static let valid = [
        "1760313721591", "0175989834780", "9528907866669", "9729975288208", "0792440268597", "9624595711776",
        "3387500474395",
        "7741215472804", "7990751163723", "6516761222022", "3852808414851", "1234567890121", "1101700234568",
        "0000000000001",
    ]

    @Test("accepts numbers with the right check digit", arguments: valid)
    func accepts(number: String) { #expect(read(number) == .success(number)) }

    @Test("refuses every other check digit", arguments: valid)
    func refusesOtherCheckDigits(number: String) {
        for digit in "0123456789" where digit != number.last {
            let wrong = number.dropLast() + String(digit)
            #expect(read(String(wrong)) == .failure(wrong == "0000000000000" ? .allEqual : .checkDigit))
        }
    }

    @Test(
        "accepts the number as it is printed, and Thai digits",
        arguments: ["1-2345-67890-12-1", "1 2345 67890 12 1", "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑", "12345678๙0121"])
    func acceptsPrinted(text: String) { #expect(read(text) == .success("1234567890121")) }

    @Test("refuses thirteen equal digits", arguments: Array("0123456789"))
    func refusesEqualDigits(digit: Character) {
        #expect(read(String(repeating: digit, count: 13)) == .failure(.allEqual))
    }

    @Test(
        "says what is wrong with others",
        arguments: [
            ("123456789012", .twelveDigits), ("1.23457E+12", .exponent), ("1e12", .exponent),
            ("12345678901", .notThirteenDigits),
            ("12345678901212", .notThirteenDigits), ("12345678901a1", .notThirteenDigits),
            ("passport", .notThirteenDigits),
            ("-", .notThirteenDigits),
        ] as [(String, ThaiCitizenNumber.Problem)])
    func namesProblems(text: String, problem: ThaiCitizenNumber.Problem) { #expect(read(text) == .failure(problem)) }

    private func read(_ text: String) -> Result<String, ThaiCitizenNumber.Problem> {
        let bytes = Array("9\(text)9".utf8)
        var digits: [UInt8] = Array("old".utf8)
        if let problem = ThaiCitizenNumber.read(bytes.span, 1..<bytes.count - 1, into: &digits) {
            return .failure(problem)
        }
        return .success(String(decoding: digits, as: UTF8.self))
    }
}
