import Definitions
import Periods
import Testing

@testable import MetricQueries

@Suite struct MetricEvaluationTests {
    private let published = [
        "sales": (1...12).flatMap { m in (2020...2024).map { "\($0)-\(m < 10 ? "0" : "")\(m)" } }
    ]
    private let row = RowIdentity(members: ["a"], keys: [])

    /// An evaluation over counts per metric and period; a period that is not named has no rows.
    private func evaluation(
        _ counts: [String: [String: Int64]], published: [String: [String]]? = nil, today: String? = nil
    ) throws -> MetricEvaluation {
        let project = try bakery()
        var values: [Leaf: LeafValues] = [:]
        for (metric, periods) in counts {
            for (key, count) in periods {
                let answer = LeafValues.Value(value: Rational(count), rows: count)
                values[Leaf(metric: metric, span: DateSpan(try #require(Period(key))))] =
                    LeafValues(byRow: count == 0 ? [:] : [row: answer], total: answer)
            }
        }
        return MetricEvaluation(
            catalogue: project.metricCatalogue, fiscal: .october,
            completeness: Completeness(project, published: published ?? self.published),
            answers: LeafAnswers(values: values), today: today.flatMap { CivilDate($0) })
    }

    private func cell(_ evaluation: MetricEvaluation, _ metric: String, _ period: String = "2021") throws
        -> MetricCell
    {
        try evaluation.cell(metric, in: try #require(Period(period)), row: row)
    }

    @Test("divides, and keeps numerator and denominator")
    func ratio() throws {
        let cell = try cell(evaluation(["sales": ["2021": 40_000], "web_sales": ["2021": 6]]), "web_rate")
        #expect(cell.value == (try Rational(6, over: 40_000)))
        #expect(cell.numerator == Rational(6))
        #expect(cell.denominator == Rational(40_000))
        #expect(cell.count == 40_000)
        #expect(cell.marks.isEmpty)
    }

    @Test("makes 0/0 not applicable, and a zero numerator a true zero")
    func zeros() throws {
        #expect(
            try cell(evaluation(["sales": ["2021": 0], "web_sales": ["2021": 0]]), "web_rate").state
                == .notApplicable)
        #expect(
            try cell(evaluation(["sales": ["2021": 5], "web_sales": ["2021": 0]]), "web_rate").value == .zero)
    }

    @Test("knows nothing delivered from nothing sold")
    func missing() throws {
        let counts = [
            "sales": ["2019": Int64(0), "2020": 0, "2021": 7],
            "web_sales": ["2019": 0, "2020": 0, "2021": 3],
        ]
        let evaluation = try evaluation(counts)
        #expect(try cell(evaluation, "sales", "2019").state == .notAvailable)
        #expect(try cell(evaluation, "sales", "2020").value == .zero)
        #expect(try cell(evaluation, "web_rate", "2019").state == .notAvailable)
    }

    @Test("never says 0 % against nothing")
    func changes() throws {
        let evaluation = try evaluation([
            "sales": ["2019": 0, "2020": 0, "2021": 8, "2022": 10],
            "web_sales": ["2020": 0, "2021": 2, "2022": 5],
        ])
        #expect(try cell(evaluation, "sales_growth", "2022").value == (try Rational(1, over: 4)))
        #expect(try cell(evaluation, "sales_growth", "2021").state == .notApplicable)
        #expect(try cell(evaluation, "sales_growth", "2020").state == .notAvailable)
        #expect(try cell(evaluation, "web_rate_change", "2022").value == (try Rational(1, over: 4)))
        #expect(try cell(evaluation, "web_rate_change", "2021").state == .notApplicable)
        #expect(try cell(evaluation, "web_rate_before", "2022").value == (try Rational(1, over: 4)))
    }

    @Test("takes a change against a named period")
    func against() throws {
        let evaluation = try evaluation([
            "sales": ["2020": 40_000, "2024": 10_000], "web_sales": ["2020": 6, "2024": 5269],
        ])
        let points = try #require(try cell(evaluation, "web_rate_since_2020", "2024").value)
        #expect(try points.multiplied(by: .hundred) == (try Rational(decimal: "52.675")))
    }

    @Test("marks an unfinished period, and leaves its change out where the metric says so")
    func provisional() throws {
        var published = self.published
        published["sales"] = published["sales"]?.filter { $0 != "2024-12" }
        published["web_sales"] = ["2022", "2023", "2024"]
        let evaluation = try evaluation(["sales": ["2023": 8, "2024": 10]], published: published)
        #expect(try cell(evaluation, "sales", "2024").marks == .provisional)
        #expect(try cell(evaluation, "sales", "2023").marks.isEmpty)
        #expect(try cell(evaluation, "sales_growth", "2024").marks == .provisional)
        #expect(try cell(evaluation, "careful_growth", "2024").state == .notAvailable)
    }

    /// Everything up to a month of 2024, and what is delivered by years.
    private func publishedThrough(_ month: String) -> [String: [String]] {
        [
            "sales": published["sales"]?.filter { $0 <= month } ?? [],
            "web_sales": ["2022", "2023", "2024"],
        ]
    }

    @Test("compares the complete months of an unfinished period with the same months earlier")
    func samePortion() throws {
        let counts: [String: [String: Int64]] = [
            "sales": [
                "2024": 90, "2023": 120, "2024-01..2024-08": 88, "2023-01..2023-08": 80, "2020-01..2020-08": 50,
                "2023-10..2024-08": 60, "2022-10..2023-08": 40, "2022": 100,
            ]
        ]
        let evaluation = try evaluation(counts, published: publishedThrough("2024-08"))
        let growth = try cell(evaluation, "fair_growth", "2024")
        #expect(growth.value == (try Rational(1, over: 10)))
        #expect(growth.marks.isEmpty)
        #expect(growth.portion?.key == "2024-01..2024-08")
        #expect(try cell(evaluation, "fair_before", "2024").value == Rational(80))
        #expect(try cell(evaluation, "fair_since_2020", "2024").value == Rational(38))
        // By the number of the months within the fiscal year.
        #expect(try cell(evaluation, "fair_growth", "FY2024").value == (try Rational(1, over: 2)))
        // A finished period is compared as a whole.
        let whole = try cell(evaluation, "fair_growth", "2023")
        #expect(whole.value == (try Rational(1, over: 5)) && whole.portion == nil)
        // Without the declaration, what there is of the year is compared with all of the earlier one.
        #expect(try cell(evaluation, "sales_growth", "2024").marks == .provisional)
    }

    @Test("takes no month for complete that is not over, and compares nothing where none is")
    func unfinishedMonths() throws {
        let counts: [String: [String: Int64]] = [
            "sales": ["2024-01..2024-07": 70, "2023-01..2023-07": 56, "2024-08": 9, "2023-08": 12]
        ]
        let asked = try evaluation(counts, published: publishedThrough("2024-08"), today: "2024-08-20")
        let growth = try cell(asked, "fair_growth", "2024")
        #expect(growth.value == (try Rational(1, over: 4)))
        #expect(growth.portion?.key == "2024-01..2024-07")
        #expect(try cell(asked, "sales", "2024-08").marks == .provisional)
        // A month has no portion that could be complete.
        #expect(try cell(asked, "fair_growth", "2024-08").state == .notAvailable)
        let early = try evaluation(counts, published: publishedThrough("2023-12"))
        #expect(try cell(early, "fair_growth", "2024").state == .notAvailable)
    }

    @Test("gives a member without rows zero, and the total its own value")
    func rowsAndTotal() throws {
        let evaluation = try evaluation(["sales": ["2021": 7]])
        let period = try #require(Period("2021"))
        let stranger = RowIdentity(members: ["b"], keys: [])
        #expect(try evaluation.cell("sales", in: period, row: stranger).value == .zero)
        #expect(try evaluation.cell("sales", in: period, row: nil).value == Rational(7))
    }

    @Test("keeps the members of a region together, in the region's own place")
    func nestedOrder() {
        func identity(_ region: String, _ town: String) -> RowIdentity {
            RowIdentity(members: [region, town], keys: [])
        }
        let answers = LeafAnswers(
            sortKeys: [
                identity("N", "a"): [.number(Rational(1)), .number(Rational(1))],
                identity("S", "b"): [.number(Rational(2)), .number(Rational(2))],
                identity("N", "c"): [.number(Rational(3)), .number(Rational(3))],
            ])
        #expect(answers.orderedKeys[identity("N", "c")] == [.number(Rational(1)), .number(Rational(3))])
        #expect(answers.orderedKeys[identity("S", "b")] == [.number(Rational(2)), .number(Rational(2))])
    }
}
