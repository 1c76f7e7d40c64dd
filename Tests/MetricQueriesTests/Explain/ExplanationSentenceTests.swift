import Definitions
import Periods
import Testing

@testable import MetricQueries

@Suite struct ExplanationSentenceTests {
    private func fraction(_ numerator: Int128, _ denominator: Int128) throws -> BigFraction {
        BigFraction(try Rational(numerator, over: denominator))
    }

    /// An explanation of the share of web sales by ways, from one rate to another, by within and mix in hundredths of a
    /// point, the rest being entry and exit.
    private func explanation(
        from before: Rational, to after: Rational, within: Int128, mix: Int128, language: Language = .english
    ) throws -> MetricExplanation {
        let metric = try #require(try bakery().metricCatalogue.metric("web_rate"))
        let headline = BigFraction(after) - BigFraction(before)
        let (within, mix) = (try fraction(within, 10_000), try fraction(mix, 10_000))
        let parts = RatioContribution(
            within: within, mix: mix, entryExit: headline - within - mix, total: headline)
        let member = ExplainedMember(
            name: .member("100% \"เว็บ\""), numbers: RatioMember(before: .nothing, after: .nothing),
            contribution: parts, children: [])
        return MetricExplanation(
            metric: metric,
            by: [
                MetricExplanation.Attribute(
                    path: AttributePath("way.name"), noun: LocalizedText(english: "Way of buying", thai: "วิธีซื้อ"))
            ], period: .year(2024), base: .year(2020), language: language, asOf: .current, after: MetricCell(after),
            before: MetricCell(before),
            change: MetricExplanation.Change(headline: headline, levels: [parts], members: [member]),
            restatement: nil, since: nil, notes: [])
    }

    private func sentence(_ explanation: MetricExplanation) throws -> String {
        try explanation.sentence(try ExplanationFormat(explanation, units: [:]))
    }

    @Test("says in both languages from where to where, through what, and whose part was largest")
    func plain() throws {
        let (from, to) = (try Rational(3784, over: 10_000), try Rational(4105, over: 10_000))
        #expect(
            try sentence(explanation(from: from, to: to, within: 280, mix: 35))
                == "Web share rose by 3.21 points to 41.05 % in 2024, from 37.84 % in 2020; by way of buying, the members themselves changed it by +2.80, the mix between them by +0.35, members that came or went by +0.06; the largest contribution is 100% \"เว็บ\" (+3.21)."
        )
        #expect(
            try sentence(explanation(from: from, to: to, within: 280, mix: 35, language: .thai))
                == "ร้อยละทางเว็บเพิ่มขึ้น 3.21 จุด เป็น 41.05 % ในปี 2567 จาก 37.84 % ในปี 2563 เมื่อจำแนกตามวิธีซื้อ การเปลี่ยนแปลงภายในแต่ละรายการเท่ากับ +2.80 จุด สัดส่วนระหว่างรายการที่เปลี่ยนไป +0.35 จุด และรายการที่เข้ามาใหม่หรือหมดไป +0.06 จุด รายการที่มีผลมากที่สุดคือ 100% \"เว็บ\" (+3.21 จุด)"
        )
    }

    @Test("says so when members have moved against the headline")
    func contrary() throws {
        let (from, to) = (try Rational(5615, over: 10_000), try Rational(5000, over: 10_000))
        #expect(
            try sentence(explanation(from: from, to: to, within: 22, mix: -630)).contains(
                "fell by 6.15 points to 50.00 % in 2024, from 56.15 % in 2020, although by way of buying the members themselves changed it by +0.22: the mix between them changed it by -6.30, members that came or went by -0.07;"
            ))
        #expect(
            try sentence(explanation(from: from, to: to, within: 22, mix: -630, language: .thai)).contains(
                "ลดลง 6.15 จุด เป็น 50.00 % ในปี 2567 จาก 56.15 % ในปี 2563 แม้ว่าเมื่อจำแนกตามวิธีซื้อ"))
    }

    @Test("owns up to rounding only where it shows")
    func rounded() throws {
        // 33.333… and 66.666…: 33.33 and 33.33 make 66.66, and 66.67 is shown.
        let (from, to) = (try Rational(1, over: 3), try Rational(2, over: 3))
        #expect(try sentence(explanation(from: from, to: to, within: 3333, mix: 0)).hasSuffix(" (rounded)."))
        #expect(
            try sentence(explanation(from: from, to: to, within: 3333, mix: 0, language: .thai)).hasSuffix(
                " (ตัวเลขปัดเศษ)"))
        #expect(
            !(try sentence(explanation(from: .zero, to: from, within: 3333, mix: 0)).contains("rounded")))
    }

    @Test("shows as many decimals as it takes to see a change, and none where there is none")
    func small() throws {
        let (from, to) = (try Rational(1, over: 2), try Rational(500_002, over: 1_000_000))
        #expect(
            try sentence(explanation(from: from, to: to, within: 0, mix: 0)).hasPrefix(
                "Web share rose by 0.0002 points to 50.0002 % in 2024, from 50.0000 % in 2020;"))
        #expect(
            try sentence(explanation(from: from, to: from, within: 0, mix: 0))
                == "Web share did not change: 50.00 % in 2024, 50.00 % in 2020.")
        #expect(
            try sentence(explanation(from: from, to: from, within: 10, mix: -10)).hasPrefix(
                "Web share did not change: 50.00 % in 2024, 50.00 % in 2020; by way of buying, the members themselves changed it by +0.10, the mix between them by -0.10,"
            ))
    }
}
