package import Postgres

/// The tables of the schema `ledger` that keep what rules across feeds have found.
///
/// Plain SQL, written so that running it again changes nothing.
package enum RuleSchema {
    /// Whether a warehouse has them; one that was made by an earlier version gets them with its next migration.
    package static func exists(on connection: borrowing Connection) throws(PostgresError) -> Bool {
        try connection.query("select to_regclass('ledger.orphan_audit') is not null").bool(0, 0) ?? false
    }

    static let sql = """
        create table if not exists ledger.rule_result (
            rule_result_key bigint generated always as identity primary key,
            rule text not null,
            period text not null,
            class text not null,
            severity text not null check (severity in ('reject', 'warn')),
            state text not null check (state in ('held', 'broken', 'waiting')),
            reason text,
            compared bigint not null,
            findings bigint not null,
            left_value numeric,
            right_value numeric,
            first_day date,
            definition_hash text not null,
            data_version text not null,
            digest text not null,
            checked_at timestamptz not null,
            known_from timestamptz not null,
            known_to timestamptz not null default 'infinity'
        );
        create unique index if not exists rule_result_current on ledger.rule_result (rule, period, known_from);
        create table if not exists ledger.rule_finding (
            rule_result_key bigint not null,
            number integer not null,
            day date,
            members text not null,
            left_value numeric,
            right_value numeric,
            source text,
            line integer,
            primary key (rule_result_key, number)
        );
        create table if not exists ledger.orphan_audit (
            fact text not null,
            role text not null,
            mark text not null,
            missing bigint not null,
            inferred bigint not null,
            checked_at timestamptz not null,
            primary key (fact, role)
        );
        comment on table ledger.rule_result is 'What a rule across feeds said of a period, of which state of the data, and from when to when it was known.';
        comment on table ledger.rule_finding is 'Where a rule is broken: the figures that differ, or the rows by file and line; of current results only, the first ones of each.';
        comment on table ledger.orphan_audit is 'How many rows of a fact point to no member or to one that nobody has described, as last counted.';
        """
}
