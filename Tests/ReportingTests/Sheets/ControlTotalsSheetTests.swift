import Definitions
import Testing

@testable import Reporting

@Suite struct ControlTotalsSheetTests {
    /// A delivery of read, loaded, rejected and duplicate rows, and perhaps of the same of a measure.
    private func delivery(
        _ rows: [Int], score: [String]? = nil, pipeline: String = "answers"
    ) -> UsedDelivery {
        func balance(_ measure: String?, _ texts: [String]) -> UsedDelivery.Balance {
            UsedDelivery.Balance(
                measure: measure, read: texts[0], loaded: texts[1], rejected: texts[2], duplicate: texts[3])
        }
        return UsedDelivery(
            pipeline: pipeline, source: "a.csv", sha256: "0123456789", definitionHash: "0", firstDay: nil, lastDay: nil,
            balances: [balance(nil, rows.map(String.init))] + (score.map { [balance("score", $0)] } ?? []))
    }

    /// The numbers of each row of the sheet as they are shown.
    private func shown(
        _ deliveries: [UsedDelivery], _ disclosure: String = "{ below: 5 }", hiddenFacts: Set<String> = []
    ) throws -> [String] {
        let sheet = ControlTotalsSheet(
            project: try protectedPoll(disclosure), deliveries: deliveries, language: .english, hiddenFacts: hiddenFacts
        ).document(subtitle: "2024")
        let isHidden = sheet.symbols.contains(.confidential)
        #expect(sheet.introduction.count == (isHidden ? 2 : 1))
        return sheet.table.rows.map { row in
            row.suffix(5).map { shownText(of: $0, language: .english) }.joined(separator: " ")
        }
    }

    @Test("shows what is large, nothing at all, what is in no figure, and all of a fact that nothing protects")
    func shows() throws {
        let deliveries = [
            delivery([102, 95, 4, 3]), delivery([5, 5, 0, 0], score: ["3", "3", "0", "0"]), delivery([3, 0, 2, 1]),
            delivery([4, 1, 2, 1], pipeline: "invitations"),
        ]
        let expected = ["102 95 4 3 0", "5 5 0 0 0", "3 3 0 0 0", "3 0 2 1 0", "4 1 2 1 0"]
        #expect(try shown(deliveries) == expected)
        #expect(try shown([delivery([4, 1, 2, 1])], "none") == ["4 1 2 1 0"])
    }

    @Test("hides few loaded rows, what was read, by which they would follow, and both in every measure")
    func hidesSmall() throws {
        #expect(try shown([delivery([104, 4, 90, 10])]) == ["[c] [c] 90 10 0"])
        #expect(
            try shown([delivery([4, 3, 1, 0], score: ["13", "11", "2", "0"])]) == ["[c] [c] 1 0 0", "[c] [c] 2 0 0"])
    }

    @Test("hides as many other deliveries as it takes for the fact's own total not to tell the small one")
    func hidesOthers() throws {
        // The total less the other two would be the small one; the smaller of these goes with it.
        let few = [delivery([2, 2, 0, 0]), delivery([50, 50, 0, 0]), delivery([40, 40, 0, 0])]
        #expect(try shown(few) == ["[c] [c] 0 0 0", "50 50 0 0 0", "[c] [c] 0 0 0"])
        // 1 + 1 and at least one each: both are told, so a third one is hidden.
        let ones = [delivery([1, 1, 0, 0]), delivery([1, 1, 0, 0]), delivery([40, 40, 0, 0])]
        #expect(try shown(ones) == Array(repeating: "[c] [c] 0 0 0", count: 3))
        // 3 + 2 = 5: each could be anything from 1 to 4.
        let enough = [delivery([3, 3, 0, 0]), delivery([2, 2, 0, 0]), delivery([40, 40, 0, 0])]
        #expect(try shown(enough) == ["[c] [c] 0 0 0", "[c] [c] 0 0 0", "40 40 0 0 0"])
    }

    @Test("counts a measure where each row stands for many")
    func countsValues() throws {
        let deliveries = [
            delivery([2, 2, 0, 0], score: ["80", "80", "0", "0"]),
            delivery([9, 9, 0, 0], score: ["3", "3", "0", "0"]),
        ]
        #expect(
            try shown(deliveries, "{ below: 5, counted: score }") == [
                "[c] [c] 0 0 0", "[c] [c] 0 0 0", "[c] [c] 0 0 0", "[c] [c] 0 0 0",
            ])
        #expect(
            try shown([deliveries[0]], "{ below: 5, counted: score }") == ["2 2 0 0 0", "80 80 0 0 0"])
    }

    @Test("hides what was loaded of a fact of which a whole period is hidden")
    func hidesFacts() throws {
        let deliveries = [delivery([105, 95, 10, 0]), delivery([105, 95, 10, 0], pipeline: "invitations")]
        #expect(try shown(deliveries, hiddenFacts: ["answer"]) == ["[c] [c] 10 0 0", "105 95 10 0 0"])
    }
}
