import Definitions
import Periods
import Testing

@testable import MetricQueries

@Suite struct RevisionMarkTests {
    private func table(_ rows: [(String, String)], total: MetricCell) throws -> MetricTable {
        let rate = try #require(try bakery().metricCatalogue.metric("web_goal"))
        return MetricTable(
            metrics: [rate], by: [AttributePath("shop.name")], period: .year(2024),
            rows: try rows.map { name, value in
                MetricRow(
                    members: [name], sortKeys: [.text(name)], cells: [MetricCell(try Rational(decimal: value))],
                    level: 1)
            }, total: MetricRow(members: [nil], sortKeys: [], cells: [total], level: 0))
    }

    @Test("tells members of one name apart by their keys, and knows a member under another name")
    func keys() throws {
        func table(_ rows: [(name: String, key: String, value: String)]) throws -> MetricTable {
            var table = try self.table(rows.map { ($0.name, $0.value) }, total: MetricCell(.notAvailable))
            table.keyColumns = [["code"]]
            for index in rows.indices { table.rows[index].keys = [rows[index].key] }
            return table
        }
        let earlier = try table([
            ("twin", "k1", "0.1"), ("twin", "k2", "0.2"), ("old", "k3", "0.5"), ("same", "k4", "1"),
        ])
        var later = try table([("twin", "k2", "0.4"), ("twin", "k1", "0.1"), ("new", "k3", "0.6"), ("same", "k5", "2")])
        try later.markRevisions(since: earlier)
        #expect(later.rows.map { $0.cells[0].marks == .revised } == [true, false, true, false])
    }

    @Test("marks what is shown otherwise, not what is new, shown the same, or cannot be told apart")
    func marks() throws {
        // Shown with one decimal, in percent.
        let earlier = try table(
            [("a", "0.5"), ("b", "0.50012"), ("twin", "0.1"), ("twin", "0.2"), ("gone", "0.3")],
            total: MetricCell(.notAvailable))
        var later = try table(
            [("a", "0.501"), ("b", "0.50049"), ("twin", "0.3"), ("twin", "0.4"), ("new", "0.5")],
            total: MetricCell(try Rational(decimal: "0.5")))
        try later.markRevisions(since: earlier)
        #expect(later.rows.map { $0.cells[0].marks == .revised } == [true, false, false, false, false])
        #expect(later.total.cells[0].marks.isEmpty)
        var total = try table([], total: MetricCell(Rational(1), marks: .provisional))
        try total.markRevisions(since: try table([], total: MetricCell(.zero)))
        #expect(total.total.cells[0].marks == [.provisional, .revised])
    }
}
