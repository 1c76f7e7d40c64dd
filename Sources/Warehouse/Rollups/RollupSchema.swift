internal import Postgres

/// The tables of the schema `ledger` that say which rollups there are and which loads each of them holds.
///
/// Plain SQL, written so that running it again changes nothing.
enum RollupSchema {
    /// Whether a warehouse has them; one that was made by an earlier version gets them with its next migration.
    static func exists(on connection: borrowing Connection) throws(PostgresError) -> Bool {
        try connection.query("select to_regclass('ledger.rolled_up') is not null").bool(0, 0) ?? false
    }

    static let sql = """
        create schema if not exists rollup;
        comment on schema rollup is 'Monthly rollups of the facts, by slice and load as their rows. Not for readers.';
        create table if not exists ledger.rollup (
            rollup text primary key,
            fact text not null,
            date_role text not null,
            roles text[] not null,
            measures text[] not null
        );
        create table if not exists ledger.rolled_up (
            rollup text not null,
            version_key integer not null,
            primary key (rollup, version_key)
        );
        comment on table ledger.rollup is 'The monthly rollups of facts: by which date, which roles, with the sums of which measures.';
        comment on table ledger.rolled_up is 'Which loads a rollup holds; it answers no question about others.';
        """
}
