import Testing

@testable import Reporting

@Suite struct TotalsTests {
    private func totals(_ rows: [LayoutCell], _ total: LayoutCell) -> TotalCell? {
        TableDocument(columns: [ColumnDocument(header: "n")], rows: rows.map { [$0] }, totals: [.sum(total)])
            .checkedTotals?.first
    }

    @Test("a sum that the rows give stays a live formula")
    func keepsSums() {
        #expect(totals([.integer(1), .integer(2)], .integer(3)) == .sum(.integer(3)))
    }

    @Test("a total that the rows shown do not give is written as a value")
    func refusesWrongSums() {
        #expect(totals([.integer(1), .integer(2)], .integer(4)) == .recomputed(.integer(4)))
        #expect(totals([.integer(1), .absent(.confidential)], .integer(4)) == .recomputed(.integer(4)))
        #expect(totals([], .integer(0)) == .recomputed(.integer(0)))
    }

    @Test("a table without rows says so in one")
    func fillsEmptyTables() {
        let table = TableDocument(
            columns: [ColumnDocument(header: "a"), ColumnDocument(header: "b")], rows: [])
        #expect(table.rowsToWrite == [[.absent(.notAvailable), .absent(.notAvailable)]])
    }
}
