import Foundation
import Postgres
import Testing

@testable import Warehouse

@Suite struct ManyLoadsTests {
    /// 5,000 take some minutes: set UPTAKE_TEST_LOADS=5000.
    private static let count = ProcessInfo.processInfo.environment["UPTAKE_TEST_LOADS"].flatMap { Int($0) } ?? 150

    /// What the server says a statement took to plan, in milliseconds.
    private func planning(_ sql: String, on connection: borrowing Connection) throws -> Double {
        let rows = try connection.query("explain (summary) \(sql)")
        let line = try #require(
            (0..<rows.rowCount).compactMap { rows.text($0, 0) }.first { $0.hasPrefix("Planning Time") })
        return try #require(Double(line.split(separator: " ")[2]))
    }

    @Test("a report query plans in under 20 ms after however many small loads")
    func plansQuickly() throws {
        // Every slice is replaced again and again; the last three versions of each are kept.
        try SmallLoads.with(retention: "{ versions: 3, days: 0 }") { loads, connection in
            for number in 0..<Self.count {
                try loads.load([Int32(1 + number % 100): 20 + number % 7], on: connection)
                _ = try Compaction(loads.project).runIfItPays(on: connection)
            }
            let reader = try Connection(connecting: loads.trial.conninfo)
            let versions = try reader.query(
                "select string_agg(distinct version_key::text, ', ') from ledger.published"
            ).text(0, 0)
            let report = """
                select f.sold_key, sum(f.amount) from store.sale f
                join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                where f.version_key in (\(try #require(versions))) and f.sold_key >= 20240101 group by 1
                """
            #expect(try planning(report, on: Connection(connecting: loads.trial.conninfo)) < 20)
            // A reader's view names no versions.
            let view = "select sold_key, sum(amount) from star.sale group by 1"
            #expect(try planning(view, on: Connection(connecting: loads.trial.conninfo)) < 50)
            #expect(try loads.ledgerAgrees())
        }
    }
}
