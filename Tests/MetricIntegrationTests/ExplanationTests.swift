import Definitions
import MetricQueries
import Periods
import Postgres
import TestSupport
import Testing

@Suite struct ExplanationTests {
    private func explain(
        _ bakery: BakeryDatabase, _ metric: String, _ period: String, against: String? = nil, by: [String] = [],
        filters: [Filter] = [], language: Language = .english, asOf: Knowledge = .current,
        againstAsOf: Knowledge? = nil
    ) throws -> MetricExplanation {
        let connection = try Connection(connecting: bakery.url)
        return try MetricExplainer(bakery.project).explain(
            ExplanationRequest(
                metric: metric, period: try #require(Period(period)),
                against: try against.map { try #require(Period($0)) }, by: by.map { AttributePath($0) },
                filters: filters, language: language, asOf: asOf, againstAsOf: againstAsOf), on: connection)
    }

    private func fraction(_ numerator: Int128, _ denominator: Int128) throws -> BigFraction {
        BigFraction(try Rational(numerator, over: denominator))
    }

    /// Members as text: their name, then their contribution in points, or as a number.
    private func texts(_ explanation: MetricExplanation) throws -> [String] {
        let format = try ExplanationFormat(explanation, units: [:])
        func texts(_ members: [ExplainedMember], _ indent: String) -> [String] {
            members.flatMap { member in
                ["\(indent)\(format.name(member.name)) \(format.signed(member.contribution.total))"]
                    + texts(member.children, indent + "  ")
            }
        }
        return texts(explanation.change?.members ?? [], "")
    }

    @Test("takes a rate apart by members, the missing one among them, and says what happened")
    func ratio() throws {
        try BakeryDatabase.with { (bakery) throws in
            // 2022: shop a sold one of two by web. 2023: a one of one, b none of one, no shop one of one.
            let result = try explain(bakery, "web_rate", "2023", by: ["shop.code"])
            let change = try #require(result.change)
            #expect(change.headline == (try fraction(1, 6)))
            #expect(change.levels.map(\.within) == (try [fraction(1, 2)]))
            #expect(change.levels.map(\.mix.isZero) == [true])
            #expect(change.levels.map(\.entryExit) == (try [fraction(-1, 3)]))
            #expect(try texts(result) == ["a +50.00", "b -33.33", "(not stated) 0.00"])
            let format = try ExplanationFormat(result, units: bakery.project.settings.units)
            #expect(
                try result.sentence(format)
                    == "Web share rose by 16.67 points to 66.67 % [p] in 2023, from 50.00 % [p] in 2022; by shop code, the members themselves changed it by +50.00, the mix between them by 0.00, members that came or went by -33.33; the largest contribution is a (+50.00)."
            )
            let thai = try explain(bakery, "web_rate", "2566", by: ["shop.town.name"], language: .thai)
            #expect(
                try thai.sentence(try ExplanationFormat(thai, units: [:]))
                    == "ร้อยละทางเว็บเพิ่มขึ้น 16.67 จุด เป็น 66.67 % [p] ในปี 2566 จาก 50.00 % [p] ในปี 2565 เมื่อจำแนกตาม shop.town.name การเปลี่ยนแปลงภายในแต่ละรายการเท่ากับ +50.00 จุด สัดส่วนระหว่างรายการที่เปลี่ยนไป 0.00 จุด และรายการที่เข้ามาใหม่หรือหมดไป -33.33 จุด รายการที่มีผลมากที่สุดคือ ไอล์ (+50.00 จุด)"
            )
            #expect(
                result.notes.map(\.english).first
                    == "2022 is provisional [p]; not complete: sales 2022-01, sales 2022-02, sales 2022-03 …")
        }
    }

    @Test("takes counts, sums and what has accumulated apart by plain differences, along a path of attributes")
    func sums() throws {
        try BakeryDatabase.with { (bakery) throws in
            let loaves = try explain(
                bakery, "loaves", "2023-06", against: "2022-06", by: ["shop.town.region", "shop.name"])
            // A shop's name stands for its code: both are called Corner.
            #expect(try texts(loaves) == ["South +5", "  Corner +5", "North -1", "  Corner -1"])
            #expect(
                try loaves.sentence(try ExplanationFormat(loaves, units: bakery.project.settings.units)).hasPrefix(
                    "Loaves rose by 4 loaves to 9 [p] in Jun 2023, from 5 [p] in Jun 2022; the largest contribution is South (+5)."
                ))
            let ever = try explain(bakery, "loaves_ever", "2023", by: ["shop.code"])
            #expect(try texts(ever) == ["(not stated) +6", "b +5", "a +4"])
            // The metric is the change of another one: its own base holds.
            let change = try explain(bakery, "web_rate_since_2020", "2023", by: ["shop.code"])
            #expect(change.base.key == "2020")
            #expect(change.metric.name.value == "web_rate")
            #expect(change.notes.map(\.english).contains("2020 has no value [x]: nothing of sale is published for it."))
        }
    }

    @Test("knows a member again under another name, and any name")
    func names() throws {
        try BakeryDatabase.with { (bakery) throws in
            let name = "It's 100% \"ร้าน\", d'accord"
            _ = try queryDatabase(
                bakery.url,
                """
                insert into store.shop (shop_key, code, name, town_key, valid_from, valid_to, known_from, known_to, inferred)
                values (11, 'a', 'It''s 100% "ร้าน", d''accord', 1, '2023-01-01', 'infinity', '2024-01-01', 'infinity', false);
                update store.sale set shop_key = 11 where shop_key = 1 and slice_key > 1;
                """)
            let result = try explain(bakery, "web_rate", "2023", by: ["shop.name"])
            #expect(try texts(result) == ["\(name) +50.00", "Corner -33.33", "(not stated) 0.00"])
            #expect(try result.sentence(try ExplanationFormat(result, units: [:])).hasSuffix("is \(name) (+50.00)."))
            let place = SourceLocation(file: "-", line: 1, column: 1)
            let filtered = try explain(
                bakery, "loaves", "2023-06", by: ["shop.name"], filters: [Filter("shop.name", equals: name, at: place)])
            #expect(try texts(filtered) == ["\(name) +4"])
        }
    }

    @Test("says why there is nothing to explain")
    func absent() throws {
        try BakeryDatabase.with { (bakery) throws in
            let before = try explain(bakery, "web_rate", "2022", by: ["shop.code"])
            #expect(before.change == nil)
            #expect(
                try before.sentence(try ExplanationFormat(before, units: [:]))
                    == "There is no change of Web share to explain between 2021 and 2022.")
            #expect(before.notes.first?.english == "2021 has no value [x]: nothing of sale is published for it.")
            let place = SourceLocation(file: "-", line: 1, column: 1)
            let nobody = try explain(
                bakery, "web_rate", "2023", by: ["shop.code"], filters: [Filter("shop.code", equals: "z", at: place)])
            #expect(
                nobody.notes.map(\.english) == [
                    "2022 has no value [z]: its denominator is zero.",
                    "2023 has no value [z]: its denominator is zero.",
                ])
            let careful = try explain(bakery, "careful_growth", "2023", by: ["shop.code"])
            #expect(careful.change == nil)
            #expect(
                careful.notes.last?.english
                    == "The metric compares complete periods only, so there is no change to explain.")
        }
    }

    @Test("refuses what does not add up over members")
    func refuses() throws {
        try BakeryDatabase.with { (bakery) throws in
            let error = #expect(throws: MetricQueryError.self) {
                try explain(bakery, "buyers", "2023", by: ["shop.code"])
            }
            #expect(
                error?.description
                    == "the change of metric `buyers` cannot be taken apart: `buyers` (count_distinct) does not add up over members; explain a count, a sum or a ratio of them"
            )
            let day = #expect(throws: MetricQueryError.self) {
                try explain(bakery, "sales", "2024-02-29", by: ["shop.code"])
            }
            #expect(
                day?.description
                    == "the change of metric `sales` cannot be taken apart: 2024-02-29 has no same period a year earlier; name the period to compare with (--against)"
            )
            #expect(throws: MetricQueryError.self) { try explain(bakery, "sales", "2023", by: ["shop.nam"]) }
        }
    }

    @Test("keeps what was restated apart from what has changed")
    func restatement() throws {
        try BakeryDatabase.with { (bakery) throws in
            let then = Knowledge.asOf("2024-07-15 00:00+07")
            // June 2024 was published with 1 loaf and is known with 7 now; June 2023 has 9.
            let result = try explain(
                bakery, "loaves", "2023-06", against: "2024-06", by: ["shop.code"], againstAsOf: then)
            #expect(result.change?.headline == (try fraction(2, 1)))
            #expect(result.restatement?.published.value == Rational(1))
            #expect(result.restatement?.effect == (try fraction(6, 1)))
            #expect(result.publishedChange == (try fraction(8, 1)))
            #expect(
                try result.sentence(try ExplanationFormat(result, units: [:])).hasSuffix(
                    "; Jun 2024 has been restated by +6 since it was published, so against the published figure the change is +8."
                ))
            // As known then there were 1 and 9 loaves; since then June 2024 has been restated by 6.
            let earlier = try explain(bakery, "loaves", "2024-06", by: ["shop.code"], asOf: then)
            #expect(earlier.change?.headline == (try fraction(-8, 1)))
            #expect(try texts(earlier) == ["b -5", "a -3"])
            #expect(earlier.restatement == nil)
            let since = try #require(earlier.since)
            #expect(since.afterEffect == (try fraction(6, 1)))
            #expect(since.beforeEffect == (try fraction(0, 1)))
            #expect(since.headline == (try fraction(-2, 1)))
        }
    }
}
