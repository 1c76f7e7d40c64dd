package import Definitions
internal import Foundation
package import Postgres

/// The statements that are under way when leaves are attached.
///
/// READ COMMITTED plans a statement under one snapshot and runs it under a later one. A statement planned before a leaf
/// was attached, and run after the pointers have moved to it, would miss the leaf's rows (seen in one of a hundred reads
/// of a view during replacements). So leaves are attached in a transaction of their own, those statements are outlasted,
/// and then the pointers move.
package struct PlannedReaders {
    /// Who holds a lock for longer than this has been planned long ago and is running.
    package static let longestPlanning = 1.0

    private static let look = 0.002

    /// Waits until every transaction that holds a lock on one of the facts now has ended, or has surely been planned.
    package static func outlast(_ facts: [FactDefinition], on connection: borrowing Connection) throws(PostgresError) {
        let tables = "{" + facts.map { "\"\($0.name.value)\"" }.joined(separator: ",") + "}"
        let holders = """
            from pg_locks
            where relation in (
                select oid from pg_class where relnamespace = 'store'::regnamespace and relname = any($1::text[]))
              and granted and pid <> pg_backend_pid()
              and database = (select oid from pg_database where datname = current_database())
            """
        let begun = try connection.query(
            "select coalesce(array_agg(distinct virtualtransaction), '{}') \(holders)", [.text(tables)])
        let transactions = begun.text(0, 0) ?? "{}"
        let end = Date().addingTimeInterval(longestPlanning)
        while transactions != "{}", Date() < end {
            let left = try connection.query(
                "select exists (select \(holders) and virtualtransaction = any($2::text[]))",
                [.text(tables), .text(transactions)])
            if left.bool(0, 0) == false { return }
            Thread.sleep(forTimeInterval: look)
        }
    }
}
