import Testing

@testable import Definitions

@Suite struct RejectLimitTests {
    typealias RejectLimit = PipelineDefinition.RejectLimit

    @Test(
        "reads limits of rows and of money, alone and together",
        arguments: [
            ("at_most: 1%", [.share(basisPoints: 100)], 100, []),
            ("at_most: [20, 1%]", [.rows(20), .share(basisPoints: 100)], 100, []),
            ("{ at_most: 1.5%, minimum_rows: 0 }", [.share(basisPoints: 150)], 0, []),
            ("money: { amount: 0.5% }", [], 100, [.share(basisPoints: 50)]),
            (
                "{ at_most: 0, money: { amount: 1000.50, fee: 2% } }", [.rows(0)], 100,
                [.amount("1000.50"), .share(basisPoints: 200)]
            ),
        ] as [(String, [RejectLimit.Bound], Int, [RejectLimit.MoneyBound])])
    func readsLimits(
        text: String, bounds: [RejectLimit.Bound], minimumRows: Int, money: [RejectLimit.MoneyBound]
    ) throws {
        let (definition, diagnostics) = read(text) { RejectLimit($0) }
        #expect(diagnostics.isEmpty)
        let limit = try #require(definition)
        #expect(limit.bounds == bounds)
        #expect(limit.minimumRows == minimumRows)
        #expect(limit.money.map(\.bound) == money)
    }

    @Test("keeps the measure of each limit of money, with its place")
    func readsMeasures() throws {
        let limit = try #require(read("money: { amount: 1, fee: 2% }") { RejectLimit($0) }.definition)
        #expect(limit.money.map(\.measure.value) == ["amount", "fee"])
        #expect(limit.money.map(\.measure.location.column) == [10, 21])
    }

    @Test(
        "says what is wrong",
        arguments: [
            (
                "minimum_rows: 10",
                "1:1: error: `rejects` limits nothing; write `at_most: 1%`, `at_most: [20, 1%]` or `money: { MEASURE: 0.5% }`"
            ),
            (
                "at_most: []",
                "1:1: error: `rejects` limits nothing; write `at_most: 1%`, `at_most: [20, 1%]` or `money: { MEASURE: 0.5% }`"
            ),
            (
                "at_most: [20, some]",
                "1:15: error: `some` is not a limit; write a number of rows (`20`) or a share (`1%`, two decimals at most)"
            ),
            (
                "money: { amount: -1 }",
                "1:18: error: `-1` is not a limit of `amount`; write an amount (`1000` or `1000.50`) or a share (`0.5%`, two decimals at most)"
            ),
            ("{ at_most: 1%, minimum_rows: -1 }", "1:30: error: `minimum_rows` is -1; write 0 or more"),
            ("{ at_most: 1%, minimum_row: 1 }", "1:16: error: unknown key `minimum_row`; did you mean `minimum_rows`?"),
        ])
    func namesErrors(text: String, expected: String) {
        #expect(read(text) { RejectLimit($0) }.diagnostics == ["test.yaml:\(expected)"])
    }

    @Test(
        "reads limits of rows exactly",
        arguments: [
            ("0", .rows(0)), ("20", .rows(20)), ("1%", .share(basisPoints: 100)),
            ("0.25%", .share(basisPoints: 25)), ("0.5%", .share(basisPoints: 50)),
            ("100%", .share(basisPoints: 10_000)), ("100.00%", .share(basisPoints: 10_000)), ("-1", nil), ("+1", nil),
            ("101%", nil), ("100.01%", nil), ("0.125%", nil), ("%", nil), ("1.%", nil), (".5%", nil), ("-0%", nil),
            ("1.x%", nil), ("1.-5%", nil), ("1.+5%", nil), ("1,5%", nil), ("1.2.3%", nil), ("", nil),
        ] as [(String, RejectLimit.Bound?)])
    func readsBounds(text: String, expected: RejectLimit.Bound?) {
        #expect(RejectLimit.Bound(text) == expected)
    }

    @Test(
        "reads limits of money exactly",
        arguments: [
            ("0", .amount("0")), ("1000", .amount("1000")), ("1000.50", .amount("1000.50")),
            ("0.5%", .share(basisPoints: 50)), ("9999999999999999.99", .amount("9999999999999999.99")),
            ("99999999999999999.99", nil), ("-1", nil), ("1,000", nil), ("1e3", nil), ("1.", nil), (".5", nil),
            ("1.2.3", nil), ("0.125%", nil), ("", nil),
        ] as [(String, RejectLimit.MoneyBound?)])
    func readsMoneyBounds(text: String, expected: RejectLimit.MoneyBound?) {
        #expect(RejectLimit.MoneyBound(text) == expected)
    }
}
