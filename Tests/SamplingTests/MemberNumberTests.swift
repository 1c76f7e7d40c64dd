import Definitions
import Testing

@testable import Sampling

@Suite struct MemberNumberTests {
    private func number(_ yaml: String) throws -> MemberNumber {
        let node = try #require(YAMLNode.parse(yaml, file: "n.yaml", collector: DiagnosticCollector()))
        return try #require(MemberNumber(node))
    }

    private func text(_ number: MemberNumber, _ member: Int, offset: Int = 0) -> String {
        var bytes: [UInt8] = []
        number.append(member, offset: offset, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("gives each member a number of its own, with the check digit that the weights ask for")
    func checkDigit() throws {
        let number = try number(
            "{ prefix: \"9\", digits: 13, check: { weights: [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2], modulus: 11 } }"
        )
        var seen: Set<String> = []
        for member in 0..<5_000 {
            let digits = text(number, member, offset: 987_654_321).compactMap(\.wholeNumberValue)
            #expect(digits.count == 13 && digits.first == 9)
            let sum = (0..<12).reduce(0) { $0 + digits[$1] * (13 - $1) }
            #expect((11 - sum % 11) % 10 == digits[12])
            seen.insert(text(number, member, offset: 987_654_321))
        }
        #expect(seen.count == 5_000)
    }

    @Test("keeps the leading zeros of the body")
    func leadingZeros() throws {
        #expect(text(try number("{ prefix: \"99\", digits: 10 }"), 0) == "9900000000")
    }

    @Test("refuses weights that do not fit the digits")
    func refused() throws {
        let collector = DiagnosticCollector()
        let node = try #require(
            YAMLNode.parse(
                "{ digits: 5, check: { weights: [1, 2], modulus: 11 } }", file: "n.yaml", collector: collector
            ))
        #expect(MemberNumber(node) == nil)
        #expect(collector.sorted.first?.message == "the digits of the number do not add up")
    }
}
