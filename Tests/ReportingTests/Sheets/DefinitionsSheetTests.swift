import Definitions
import Testing

@testable import Reporting

@Suite struct DefinitionsSheetTests {
    private func formulas(_ disclosure: String, _ metrics: [String], _ language: Language = .english) throws -> [String]
    {
        let sheet = DefinitionsSheet(project: try protectedPoll(disclosure), language: language)
        return sheet.document(subtitle: "2024", metrics: metrics).table.rows.map {
            shownText(of: $0[2], language: language)
        }
    }

    @Test("says of every count which numbers are confidential, and of what follows from it nothing of its own")
    func disclosure() throws {
        #expect(
            try formulas("{ below: 7 }", ["top_two"]) == [
                "Good answers ÷ Answers; 95 % interval: Wilson; [u] below 4 (n)",
                "count(answer) · score from 4; [c] for 1–6", "count(answer); [c] for 1–6",
            ])
        #expect(
            try formulas("{ below: 2, counted: score }", ["answers"], .thai) == ["count(answer); [c] เมื่อเป็น 1 (score)"])
        #expect(try formulas("none", ["answers", "invited"]) == ["count(answer)", "count(invitation)"])
    }
}
