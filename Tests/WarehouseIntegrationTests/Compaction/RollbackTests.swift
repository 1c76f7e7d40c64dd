import Definitions
import Pipelines
import Postgres
import Testing

@testable import Warehouse

@Suite struct RollbackTests {
    private func rollback(_ delivery: Int32, _ trial: Trial) throws -> Rollback.Outcome {
        try Rollback(delivery, of: try trial.project()).run(on: Connection(connecting: trial.conninfo))
    }

    /// Rolls back what must not be, and returns what is said; nothing may change.
    private func refusal(_ delivery: Int32, _ trial: Trial) throws -> String {
        let before = try trial.checksums()
        let states = try trial.sql("select string_agg(state, ',' order by delivery_key) from ledger.delivery")
        let error = #expect(throws: RollbackError.self) { try rollback(delivery, trial) }
        #expect(try trial.checksums() == before)
        #expect(try trial.sql("select string_agg(state, ',' order by delivery_key) from ledger.delivery") == states)
        return error?.description ?? ""
    }

    private static let rows =
        "select coalesce(string_agg(number || '=' || amount, ' ' order by number), 'none') from star.sale"

    /// One file with two months, then a second one that replaces January.
    private func withTwoDeliveries(_ body: (Trial) throws -> Void) throws {
        try Trial.with(shopProject) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-06,,7,,2", "3,2024-02-01,,7,,3"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            try trial.write(sales("1,2024-01-05,,7,,10", "4,2024-01-07,,7,,40"), to: "in/sales.csv")
            #expect(try trial.load("sales", accept: true).state == .published)
            try body(trial)
        }
    }

    @Test("brings back what each slice was before, and takes out a slice that was not there")
    func bringsBack() throws {
        try withTwoDeliveries { trial in
            #expect(try trial.sql(Self.rows) == "1=10.00 3=3.00 4=40.00")
            let second = try rollback(2, trial)
            #expect(second.pipeline == "sales")
            #expect(second.source == "in/sales.csv")
            #expect(second.slices == [Rollback.Slice(period: "2024-01", part: "7", rowsBefore: 2, rowsAfter: 2)])
            #expect(try trial.sql(Self.rows) == "1=1.00 2=2.00 3=3.00")
            let first = try rollback(1, trial)
            #expect(
                first.slices == [
                    Rollback.Slice(period: "2024-01", part: "7", rowsBefore: 2, rowsAfter: nil),
                    Rollback.Slice(period: "2024-02", part: "7", rowsBefore: 1, rowsAfter: nil),
                ])
            #expect(try trial.sql(Self.rows) == "none")
            #expect(
                try trial.sql("select string_agg(state, ',' order by delivery_key) from ledger.delivery")
                    == "rolled back,rolled back")
            // History tells all of it: published, replaced, brought back, taken out.
            #expect(
                try trial.sql(
                    """
                    select string_agg(version_key || case when known_to = 'infinity' then '' else ' closed' end, ', '
                        order by known_from)
                    from ledger.published_history join ledger.slice using (slice_key) where period = '2024-01'
                    """) == "1 closed, 2 closed, 1 closed")
        }
    }

    @Test("the same delivery again stays rolled back; a corrected one is loaded and can be rolled back in its turn")
    func staysRolledBack() throws {
        try withTwoDeliveries { trial in
            _ = try rollback(2, trial)
            let before = try trial.checksums()
            let again = try trial.load("sales", accept: true)
            #expect(again.state != .published)
            #expect(again.record == nil)
            #expect(
                try trial.checksums().filter { $0.key != "ledger.file" } == before.filter { $0.key != "ledger.file" })
            try trial.write(sales("1,2024-01-05,,7,,11", "2,2024-01-06,,7,,22"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            #expect(try trial.sql(Self.rows) == "1=11.00 2=22.00 3=3.00")
            let corrected = try #require(Int32(try trial.sql("select max(delivery_key) from ledger.delivery")))
            #expect(try rollback(corrected, trial).slices.map(\.rowsAfter) == [2])
            #expect(try trial.sql(Self.rows) == "1=1.00 2=2.00 3=3.00")
        }
    }

    @Test("works on what compaction has moved")
    func afterCompaction() throws {
        try withTwoDeliveries { trial in
            let project = try trial.project()
            let connection = try Connection(connecting: trial.conninfo)
            _ = try Compaction(project).run(project.factsInOrder, everything: true, on: connection)
            #expect(try rollback(2, trial).slices.map(\.rowsAfter) == [2])
            #expect(try trial.sql(Self.rows) == "1=1.00 2=2.00 3=3.00")
            _ = try Compaction(project).run(project.factsInOrder, everything: true, on: connection)
            #expect(try trial.sql(Self.rows) == "1=1.00 2=2.00 3=3.00")
            #expect(try rollback(1, trial).slices.map(\.rowsAfter) == [nil, nil])
        }
    }

    @Test("refuses what it cannot do, says why and what to do, and changes nothing")
    func refuses() throws {
        try withTwoDeliveries { trial in
            #expect(
                try refusal(9, trial)
                    == "delivery 9 does not exist; nothing was changed: `uptake rollback` without a number lists the latest"
            )
            #expect(
                try refusal(1, trial)
                    == "delivery 1 of sales has been replaced in slice 2024-01 7 by delivery 2; nothing was changed: roll back delivery 2 first"
            )
            _ = try rollback(2, trial)
            #expect(
                try refusal(2, trial)
                    == "delivery 2 of sales is rolled back already; nothing was changed: there is nothing left to do")
            // Bad rows only.
            try trial.write(sales("x,notaday,,7,,1"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .refused)
            #expect(
                try refusal(3, trial)
                    == "delivery 3 of sales was refused; nothing was changed: it published nothing that could be taken back"
            )
            try trial.write(shops("7,Corner,big,1,2024-01-01 00:00:00,v,2023-01-01"), to: "in/shops.csv")
            #expect(try trial.load("shops").state == .published)
            #expect(
                try refusal(4, trial)
                    == "delivery 4 of shops loaded members of dimension `shop`, which facts point to; nothing was changed: deliver the former members again with `uptake run shops`, and they hold again"
            )
        }
    }

    @Test("refuses when the rows of before are kept no longer")
    func refusesWhatIsGone() throws {
        try withTwoDeliveries { trial in
            try trial.edit("uptake.yaml", "project: shops", "project: shops\nretention: { versions: 0, days: 0 }")
            let project = try trial.project()
            let connection = try Connection(connecting: trial.conninfo)
            _ = try Compaction(project).run(project.factsInOrder, everything: true, on: connection)
            #expect(
                try refusal(2, trial)
                    == "delivery 2 of sales replaced rows of slice 2024-01 7 that are kept no longer; nothing was changed: deliver the former content again with `uptake run sales`"
            )
        }
    }

    @Test("refuses when slices of a former rule went out of sight with it")
    func refusesOtherSlicing() throws {
        try withTwoDeliveries { trial in
            try trial.edit("pipelines/sales.yaml", "by: month, of: sold, part: shop", "by: year, of: sold")
            try trial.run("sales", accept: true)
            #expect(try trial.sql("select max(delivery_key) from ledger.delivery") == "3")
            #expect(
                try refusal(3, trial)
                    == "delivery 3 of sales also took out 2 slices that were cut by a former `slice:`; nothing was changed: put that rule back in pipelines/sales.yaml and run `uptake run sales --accept`"
            )
            #expect(
                try refusal(1, trial)
                    == "delivery 1 of sales published slice 2024-01 7, which was taken out when `slice:` changed; nothing was changed: put the former `slice:` back and run `uptake run sales --accept`"
            )
        }
    }
}
