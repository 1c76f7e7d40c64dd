import Definitions
import MetricQueries
import Periods
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
    private func shown(_ deliveries: [UsedDelivery], hidden: Set<Int> = []) throws -> [String] {
        let sheet = ControlTotalsSheet(
            project: try protectedPoll("{ below: 5 }"), deliveries: deliveries, language: .english, hidden: hidden
        ).document(subtitle: "2024")
        #expect(sheet.symbols.contains(.confidential) == !hidden.isEmpty)
        #expect(sheet.introduction.count == (hidden.isEmpty ? 1 : 2))
        return sheet.table.rows.map { row in
            row.suffix(5).map { shownText(of: $0, language: .english) }.joined(separator: " ")
        }
    }

    @Test("shows what became of every row")
    func shows() throws {
        let deliveries = [delivery([102, 95, 4, 3]), delivery([5, 5, 0, 0], score: ["3", "3", "0", "0"])]
        #expect(try shown(deliveries) == ["102 95 4 3 0", "5 5 0 0 0", "3 3 0 0 0"])
    }

    @Test("hides what was loaded, what was read, by which it would follow, and both in every measure")
    func hides() throws {
        let deliveries = [
            delivery([104, 4, 90, 10]), delivery([4, 3, 1, 0], score: ["13", "11", "2", "0"]), delivery([9, 9, 0, 0]),
        ]
        #expect(
            try shown(deliveries, hidden: [0, 1])
                == ["[c] [c] 90 10 0", "[c] [c] 1 0 0", "[c] [c] 2 0 0", "9 9 0 0 0"])
    }

    @Test("decides with the figures about a delivery that alone speaks for its days, and shows no other of the fact")
    func decides() throws {
        func delivery(_ days: [String]?, rows: Int = 9, pipeline: String = "answers") throws -> UsedDelivery {
            var delivery = self.delivery(
                [rows, rows, 0, 0], score: ["\(rows * 3)", "\(rows * 3)", "0", "0"], pipeline: pipeline)
            delivery.firstDay = try days.map { try #require(CivilDate($0[0])) }
            delivery.lastDay = try days.map { try #require(CivilDate($0[1])) }
            return delivery
        }
        let deliveries = [
            try delivery(["2024-01-03", "2024-02-27"]),  // alone in its months
            try delivery(["2024-03-01", "2024-03-10"]), try delivery(["2024-03-11", "2024-03-31"]),  // share a month
            try delivery(["2024-04-01", "2024-04-20"]), try delivery(["2024-04-20", "2024-04-30"]),  // share a day
            try delivery(nil), try delivery(["2024-04-20", "2024-04-20"], rows: 0),
            try delivery(["2024-04-20", "2024-04-20"], pipeline: "invitations"),
        ]
        let hidden = HiddenDeliveries(deliveries, of: try protectedPoll("{ below: 5 }"))
        let days = hidden.cells.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.first) \($0.value.end)" }
        #expect(
            days == [
                "0 2024-01-01 2024-03-01", "1 2024-03-01 2024-03-11", "2 2024-03-11 2024-04-01",
            ])
        #expect(hidden.cells[0]?.rows == 9 && hidden.cells[0]?.sums == ["score": 27])
        // Nothing is hidden of a report without figures under control.
        #expect(hidden.places(nil).isEmpty)
        #expect(hidden.places(DisclosureControl(try protectedPoll("{ below: 5 }"))) == [0, 1, 2, 3, 4, 5])
    }
}
