import Foundation
import TestSupport
import Testing

/// Exactly once: ended by SIGKILL at any moment and run again, the result is that of an undisturbed run.
@Suite("A run that is killed")
struct KilledRunTests {
    @Test("leaves nothing half done, and the next run ends as if nothing had happened")
    func endsTheSame() throws {
        try withTemporaryDirectory { directory in
            let undisturbed = try contents(of: try project("undisturbed", in: directory), killedAfter: [])
            // From before the first statement to after the last one of this small project.
            let moments = stride(from: 0.01, through: 0.37, by: 0.04).map { $0 }
            let disturbed = try contents(of: try project("disturbed", in: directory), killedAfter: moments)
            #expect(undisturbed.count == 6)
            #expect(disturbed == undisturbed)
        }
    }

    private func project(_ name: String, in directory: String) throws -> String {
        let project = "\(directory)/\(name)"
        try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: project)
        _ = try runUptake(["server", "start"], in: project)
        return project
    }

    /// The published rows and what the ledger counts of them, after runs that were killed and one that was not.
    private func contents(of project: String, killedAfter moments: [TimeInterval]) throws -> [String] {
        for moment in moments { _ = try runUptake(["run"], in: project, killedAfter: moment) }
        let last = try runUptake(["run"], in: project)
        #expect(last.status == 0, "\(last.standardError)")
        let url = try runUptake(["server", "connect", "--url"], in: project).standardOutput
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let leaves = try queryDatabase(
            url,
            """
            select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'leaf' and c.relkind = 'r' and not c.relispartition
            """)
        #expect(leaves.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
        let rows = try queryDatabase(
            url, "select line, lent_key, branch_key, number, renewed, days from star.loan order by line")
        let ledger = try queryDatabase(
            url,
            "select state, read_rows, loaded_rows, rejected_rows, duplicate_rows from ledger.delivery order by delivery_key"
        )
        return (rows + "\n" + ledger).split(separator: "\n").map(String.init)
    }
}
