import Definitions
import Foundation
import Pipelines
import Postgres
import PrivateServer
import TestSupport
import Testing
import Warehouse

@Suite struct MigrationTests {
    @Test("finds nothing to do the second time")
    func isIdempotent() throws {
        try Trial.with(shopProject) { trial in
            let before = try trial.checksums()
            #expect(try trial.migrate() == 0)
            #expect(try trial.checksums() == before)
        }
    }

    @Test("prints statements that do the same when somebody else runs them")
    func printsStatements() throws {
        try Trial.with(shopProject) { trial in
            try withTrialConnection { connection, conninfo in
                let migration = Migration(try trial.project())
                let statements = try migration.statements(on: connection)
                _ = try queryDatabase(conninfo, statements.map { $0 + ";\n" }.joined())
                #expect(try migration.statements(on: connection).isEmpty)
            }
        }
    }

    /// What a database that spreads rows over nodes refuses, or does otherwise (DESIGN.md 4).
    @Test("makes nothing for this repository's project that a distributed database could not have")
    func isDistributable() throws {
        let collector = DiagnosticCollector()
        let project = try #require(Project.load(repositoryDirectory, collector: collector))
        try withTrialConnection { connection, _ in
            let statements = try Migration(project).statements(on: connection).flatMap { $0.split(separator: ";") }
                .map { $0.lowercased().trimmingCharacters(in: .whitespacesAndNewlines) }
                .filter { !$0.hasPrefix("comment on") }
            for word in ["create trigger", "foreign key", " references ", "merge into", " serial", "exclude using"] {
                #expect(statements.filter { $0.contains(word) } == [])
            }
            // Keys that nodes hand out by themselves need room for the node's own number.
            let identities = statements.joined(separator: ";").split(separator: "generated always as identity")
                .dropLast()
            #expect(identities.allSatisfy { $0.hasSuffix("bigint ") } && !identities.isEmpty)
            // One level of partitions, that of a fact's leaves, which are made by loads.
            let partitioned = statements.filter { $0.contains("partition by") }
            let facts = partitioned.filter { statement in
                project.facts.keys.contains { statement.hasPrefix("create table store.\"\($0)\"") }
            }
            #expect(facts.count == project.facts.count)
            #expect(partitioned.allSatisfy { $0.contains("partition by list (\"version_key\")") })
            #expect(statements.filter { $0.contains("create table") && $0.contains(" partition of ") } == [])
            // What a fact is spread by is part of what makes its rows one of a kind.
            for fact in project.facts.values {
                #expect(fact.grain.map(\.value).contains(fact.distributeBy.value), "\(fact.name.value)")
            }
        }
    }

    @Test("brings a ledger of an earlier version up to date, with what stands in it")
    func updatesLedgers() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(sales("1,2024-01-05,2023-01-01,7,,1", "2,2024-01-05,,7,,1"), to: "in/sales.csv")
            try trial.run("sales")
            _ = try trial.sql("alter table ledger.rejected_row drop column sought")
            #expect(try trial.migrate() > 0)
            #expect(try trial.sql("select count(*), count(sought) from ledger.rejected_row") == "1|0")
            #expect(try trial.migrate() == 0)
            #expect(try trial.load("sales").state == .unchanged)
        }
    }

    @Test("gives decisions of an earlier version the state of the data that they were made in")
    func datesDecisions() throws {
        try Trial.with(shopProject) { trial in
            // The ledger as it was when it knew one state of a cell.
            _ = try trial.sql(
                """
                alter table ledger.disclosed_cell drop column known_at;
                create unique index disclosed_cell_cell on ledger.disclosed_cell (fact, md5(cell));
                insert into ledger.published_history (slice_key, version_key, known_from, known_to)
                values (1, 1, '2024-02-01 00:00Z', '2024-03-01 00:00Z'), (1, 2, '2024-03-01 00:00Z', 'infinity'),
                    (2, 3, '2024-02-10 00:00Z', '2024-04-01 00:00Z');
                insert into ledger.disclosed_cell (fact, cell, hidden, counts, report, decided_at)
                values ('sale', 'before all', true, '{}', 'r', '2024-01-15 00:00Z'),
                    ('sale', 'first', true, '{}', 'r', '2024-02-05 00:00Z'),
                    ('sale', 'replaced', false, '{}', 'r', '2024-03-20 00:00Z'),
                    ('sale', 'at once', false, '{}', 'r', '2024-03-01 00:00Z'),
                    ('sale', 'taken away', false, '{}', 'r', '2024-05-01 00:00Z');
                """)
            #expect(try trial.migrate() > 0)
            let dated = """
                select cell, to_char(known_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from ledger.disclosed_cell
                order by decided_at
                """
            let expected = [
                "before all|2024-01-15 00:00", "first|2024-02-01 00:00", "at once|2024-03-01 00:00",
                "replaced|2024-03-01 00:00", "taken away|2024-04-01 00:00",
            ]
            #expect(try trial.sql(dated) == expected.joined(separator: "\n"))
            // A cell has a line for each state now, and one only.
            let again = { (moment: String) in
                """
                insert into ledger.disclosed_cell (fact, cell, hidden, counts, report, known_at, decided_at)
                values ('sale', 'first', false, '{}', 'r', '\(moment)', '2024-06-01 00:00Z')
                """
            }
            _ = try trial.sql(again("2024-04-01 00:00Z"))
            #expect(throws: QueryFailure.self) { try trial.sql(again("2024-02-01 00:00Z")) }
            #expect(try trial.migrate() == 0)
            #expect(try trial.sql("select count(*) from ledger.disclosed_cell") == "6")
        }
    }

    @Test("lets two processes migrate at once")
    func runsTwiceAtOnce() throws {
        try withTrialConnection { connection, conninfo in
            try Trial.with(shopProject) { trial in
                let project = try trial.project()
                let failures = concurrently(4) {
                    _ = try Migration(project).run(on: try Connection(connecting: conninfo))
                }
                #expect(failures.isEmpty)
            }
        }
    }

    @Test("lets warehouses of one project be made at once on one server")
    func makesRoleOnce() throws {
        var files = shopProject
        files["uptake.yaml"] = files["uptake.yaml"]?.replacing("project: shops", with: "project: shops\(getpid())")
        let role = "shops\(getpid())_reader"
        let failures = concurrently(4) { [files] in
            try Trial.with(files) { trial in
                let roles = try trial.sql("select count(*) from pg_roles where rolname = '\(role)'")
                #expect(roles == "1")
            }
        }
        #expect(failures.isEmpty)
        _ = try queryDatabase(try sharedTestServer().connectionString(database: "postgres"), "drop role \(role)")
    }

    @Test("adds columns, roles, measures, tables and wider types to a warehouse in use")
    func adds() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(sales("1,2024-01-05,,7,,10.50"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)

            let fact = "warehouse/facts/sale.yaml"
            try trial.edit(fact, "shop: shop }", "shop: shop, clerk: { dimension: clerk, optional: true } }")
            try trial.edit(fact, "  number: text\n", "  number: text\n  till: { type: integer, optional: true }\n")
            try trial.edit(fact, "decimal(14,2)", "decimal(16,4)")
            try trial.edit("warehouse/dimensions/shop.yaml", "size: text,", "size: text, floors: integer,")
            try trial.edit("warehouse/dimensions/date.yaml", "to: 2025", "to: 2026")
            try trial.write(
                "dimension: clerk\ndescription: { en: Clerks, th: พนักงาน }\nkey: [code]\ncolumns: { code: text }\nmembers: reference/clerk.csv\n",
                to: "warehouse/dimensions/clerk.yaml")
            try trial.write("code\nann\n", to: "warehouse/reference/clerk.csv")
            try trial.write(
                shopProject[fact]?.replacing("fact: sale", with: "fact: order_line") ?? "",
                to: "warehouse/facts/order_line.yaml")
            #expect(try trial.migrate() > 0)
            #expect(try trial.migrate() == 0)

            #expect(try trial.sql("select number, till, clerk_key, amount from star.sale") == "1||-2|10.5000")
            #expect(try trial.sql("select count(*) from star.order_line") == "0")
            #expect(try trial.sql("select max(date) from star.date") == "2026-12-31")
            #expect(try trial.sql("select count(floors) from star.shop") == "0")
            #expect(try trial.sql("set role shops_reader; select count(*) from star.sale") == "1")
            // What is loaded afterwards goes beside what was there.
            try trial.write(sales("1,2024-01-05,,7,,10.50", "2,2024-02-05,,7,,0.0001"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .published)
            #expect(try trial.sql("select sum(amount) from star.sale") == "10.5001")
        }
    }

    @Test(
        "refuses what would lose values, says which column and changes nothing",
        arguments: [
            (
                "warehouse/facts/sale.yaml", "decimal(14,2)", "decimal(12,2)",
                "store.sale.amount is numeric(14,2) and would become numeric(12,2), which is not wider"
            ),
            (
                "warehouse/facts/sale.yaml", "points: { type: bigint", "points: { type: integer",
                "store.sale.points is bigint and would become integer, which is not wider"
            ),
            (
                "warehouse/facts/sale.yaml", "  note: { type: text, optional: true }\n", "",
                "store.sale.note is no longer declared; removing it would lose its values"
            ),
            (
                "warehouse/dimensions/town.yaml", "name_th: text", "name_th: integer",
                "store.town.name_th is text and would become integer, which is not wider"
            ),
        ])
    func refuses(file: String, part: String, replacement: String, message: String) throws {
        try Trial.with(shopProject) { trial in
            let before = try trial.checksums()
            try trial.edit(file, part, replacement)
            if file.contains("town") { try trial.edit("warehouse/reference/town.csv", "เวียนนา", "1") }
            if file.contains("town") { try trial.edit("warehouse/reference/town.csv", "กรุงเทพ", "2") }
            // Something that could be added stands beside it.
            try trial.edit("warehouse/dimensions/shop.yaml", "size: text,", "size: text, floors: integer,")
            let error = try #require(throws: MigrationError.self) { try trial.migrate() }
            #expect(error.refusals == [message])
            #expect(try trial.checksums() == before)
            #expect(try trial.sql("select count(*) from pg_attribute where attname = 'floors'") == "0")
        }
    }

    @Test("rewrites a calendar whose fiscal year begins in another month")
    func rewritesCalendars() throws {
        try Trial.with(shopProject) { trial in
            #expect(
                try trial.sql("select fiscal_year, fiscal_quarter from star.date where date = '2024-10-01'") == "2025|1"
            )
            try trial.edit("warehouse/dimensions/date.yaml", "fiscal_year_starts: 10", "fiscal_year_starts: 1")
            try trial.migrate()
            #expect(
                try trial.sql("select fiscal_year, fiscal_quarter from star.date where date = '2024-10-01'") == "2024|4"
            )
        }
    }
}

/// Runs a body several times at once.
///
/// - Returns: the errors they threw.
private func concurrently(_ count: Int, _ body: @Sendable () throws -> Void) -> [String] {
    let lock = NSLock()
    nonisolated(unsafe) var failures: [String] = []
    DispatchQueue.concurrentPerform(iterations: count) { _ in
        do { try body() } catch { lock.withLock { failures.append("\(error)") } }
    }
    return failures
}
