import Foundation
import TestSupport
import Testing

/// Another session changes the members that rows are being looked up in.
@Suite("A load during which a dimension changes")
struct ChangedMemberTests {
    @Test("looks everything up again when a member has got another name")
    func renamed() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(Loans())
            let program = try library.startAndHold()
            _ = try library.sql(
                """
                with closed as (
                    update store.branch set known_to = now() where code = 's' and known_to = 'infinity' returning *
                )
                insert into store.branch (branch_key, code, name_en, name_th, valid_from, valid_to, known_from, known_to, inferred)
                select branch_key, code, 'Renamed', name_th, valid_from, valid_to, now(), 'infinity', inferred from closed
                """)
            program.send(SIGCONT)
            let outcome = try program.wait()
            #expect(outcome.status == 0, "\(outcome.standardError)")
            #expect(
                outcome.standardError.contains("another session changed the dimension `branch`"),
                "What happened is told:\n\(outcome.standardError)")
            try library.expectRecovery()
        }
    }

    @Test("publishes no row that points to a member which is gone")
    func removed() throws {
        try DisturbedLibrary.with { library in
            try library.editPipeline("totals: [days]", "totals: [days]\nrejects: { at_most: 1% }")
            try library.deliver(Loans())
            let program = try library.startAndHold()
            _ = try library.sql("delete from store.branch where code = 's'")
            program.send(SIGCONT)
            let outcome = try program.wait()
            // Read again, half of the rows name a branch that is not there, which is more than the limit.
            #expect(outcome.status == 65, "\(outcome.standardError)")
            try library.expectNothingPublished()
            try library.expectNothingLeft()
            // The next run finds the member in the reference file and brings it back.
            try library.expectRecovery()
        }
    }
}
