package import Postgres

/// The tables of the schema `ledger`: what was delivered, what is published, what was refused, what was reported.
///
/// Plain SQL, written so that running it again changes nothing.
package enum LedgerSchema {
    /// Whether a warehouse has all of it; one that was made by an earlier version is brought up to date by its next
    /// migration.
    package static func isCurrent(on connection: borrowing Connection) throws(PostgresError) -> Bool {
        // What came last.
        try connection.query(
            """
            select to_regclass('ledger.member_statement') is not null and to_regclass('ledger.source_period') is not null
               and to_regclass('ledger.watermark') is not null
               and exists (
                   select from pg_attribute
                   where attrelid = to_regclass('ledger.rejected_row') and attname = 'sought' and not attisdropped)
               and exists (
                   select from pg_attribute
                   where attrelid = to_regclass('ledger.disclosed_cell') and attname = 'known_at' and not attisdropped)
            """
        ).bool(0, 0) ?? false
    }

    static let sql = """
        create schema if not exists star;
        create schema if not exists store;
        create schema if not exists leaf;
        create schema if not exists ledger;
        comment on schema star is 'What readers see: dimensions and published facts, each row once.';
        comment on schema store is 'Dimension tables with their history, and the partitioned facts. Not for readers.';
        comment on schema leaf is 'One table per load; a leaf is a partition of its fact. Not for readers.';
        comment on schema ledger is 'Deliveries, slices, rejects, control totals, reports. Not for readers.';
        create sequence if not exists ledger.delivery_key as integer;
        create sequence if not exists ledger.version_key as integer;
        create sequence if not exists ledger.slice_key as integer;
        create table if not exists ledger.delivery (
            delivery_key integer primary key,
            pipeline text not null,
            source text not null,
            sha256 text not null,
            definition_hash text not null,
            mode text not null default 'replace' check (mode in ('replace', 'amend')),
            state text not null check (state in ('published', 'refused', 'rolled back')),
            reason text,
            version_key integer,
            read_rows bigint not null,
            loaded_rows bigint not null,
            rejected_rows bigint not null,
            duplicate_rows bigint not null,
            warned_rows bigint not null,
            first_day date,
            last_day date,
            started_at timestamptz not null,
            finished_at timestamptz not null,
            check (read_rows = loaded_rows + rejected_rows + duplicate_rows or state = 'refused')
        );
        create index if not exists delivery_source on ledger.delivery (pipeline, source, delivery_key);
        create index if not exists delivery_content on ledger.delivery (pipeline, sha256);
        create table if not exists ledger.file (
            pipeline text not null,
            source text not null,
            device bigint not null,
            inode bigint not null,
            bytes bigint not null,
            modified_at_ns bigint not null,
            changed_at_ns bigint not null,
            sha256 text not null,
            primary key (pipeline, source)
        );
        create table if not exists ledger.load (
            version_key integer primary key,
            fact text not null,
            leaf text not null,
            loaded_at timestamptz not null,
            made_by text not null default 'load' check (made_by in ('load', 'compaction', 'rekeying'))
        );
        alter table ledger.load drop constraint if exists load_made_by_check;
        alter table ledger.load add constraint load_made_by_check
            check (made_by in ('load', 'compaction', 'rekeying'));
        create table if not exists ledger.slice (
            slice_key integer primary key,
            pipeline text not null,
            period text not null,
            part text,
            slicing text not null
        );
        create unique index if not exists slice_identity on ledger.slice (pipeline, slicing, period, coalesce(part, ''));
        create table if not exists ledger.published (
            slice_key integer primary key,
            version_key integer not null
        );
        create table if not exists ledger.published_history (
            slice_key integer not null,
            version_key integer not null,
            known_from timestamptz not null,
            known_to timestamptz not null default 'infinity',
            primary key (slice_key, known_from)
        );
        create table if not exists ledger.delivery_slice (
            delivery_key integer not null,
            slice_key integer not null,
            version_key integer not null,
            rows bigint not null,
            carried boolean not null default false,
            primary key (delivery_key, slice_key, version_key)
        );
        create index if not exists delivery_slice_pair on ledger.delivery_slice (version_key, slice_key);
        create table if not exists ledger.reject_rule (
            delivery_key integer not null,
            rule_number integer not null,
            column_index integer,
            column_name text,
            class text not null,
            severity text not null,
            rule text not null,
            action_en text not null,
            action_th text not null,
            rows bigint not null,
            primary key (delivery_key, rule_number)
        );
        create table if not exists ledger.rejected_row (
            delivery_key integer not null,
            rule_number integer not null,
            line integer not null,
            byte_offset bigint not null,
            byte_length integer not null,
            value text,
            detail text
        );
        alter table ledger.rejected_row add column if not exists sought integer;
        create index if not exists rejected_row_delivery on ledger.rejected_row (delivery_key, line);
        create or replace view ledger.reject as
            select delivery_key, w.line, w.byte_offset, w.byte_length, r.column_index, r.column_name, r.class,
                   r.severity, r.rule, w.detail, r.action_en, r.action_th, w.value
            from ledger.rejected_row w join ledger.reject_rule r using (delivery_key, rule_number);
        create table if not exists ledger.control_total (
            delivery_key integer not null,
            measure text not null,
            read numeric not null,
            loaded numeric not null,
            rejected numeric not null,
            duplicate numeric not null,
            primary key (delivery_key, measure),
            check (read = loaded + rejected + duplicate)
        );
        create table if not exists ledger.grain_audit (
            fact text primary key,
            pairs text not null,
            grains bigint not null,
            rows bigint not null,
            checked_at timestamptz not null
        );
        create table if not exists ledger.member_list (
            dimension text not null,
            day date not null,
            primary key (dimension, day)
        );
        create table if not exists ledger.member_statement (
            dimension text not null,
            member_key integer not null,
            day date not null,
            primary key (dimension, member_key, day)
        );
        create table if not exists ledger.report_run (
            report_run_key bigint generated always as identity primary key,
            report text not null,
            period text not null,
            language text not null,
            definition_hash text not null,
            data_version text not null,
            file text,
            sha256 text,
            outcome text not null check (outcome in ('written', 'unchanged', 'skipped', 'failed')),
            reason text,
            due_at timestamptz,
            as_of timestamptz,
            started_at timestamptz not null,
            finished_at timestamptz not null
        );
        create index if not exists report_run_report on ledger.report_run (report, period, language);
        create table if not exists ledger.disclosed_cell (
            fact text not null,
            cell text not null,
            hidden boolean not null,
            counts text not null,
            from_day date,
            until_day date,
            report text not null,
            known_at timestamptz,
            decided_at timestamptz not null
        );
        alter table ledger.disclosed_cell add column if not exists known_at timestamptz;
        update ledger.disclosed_cell c set known_at = coalesce((
                select max(t.at)
                from ledger.published_history h cross join lateral (values (h.known_from), (h.known_to)) as t(at)
                where t.at <= c.decided_at), c.decided_at)
            where known_at is null;
        drop index if exists ledger.disclosed_cell_cell;
        create unique index if not exists disclosed_cell_state on ledger.disclosed_cell (fact, md5(cell), known_at);
        create table if not exists ledger.watermark (
            pipeline text primary key,
            definition_hash text not null,
            watermark text not null,
            recent text[] not null,
            extracted_at timestamptz not null
        );
        create table if not exists ledger.source_period (
            pipeline text not null,
            period text not null,
            definition_hash text not null,
            rows bigint not null,
            sums text[] not null,
            extracted_at timestamptz not null,
            primary key (pipeline, period)
        );
        create table if not exists ledger.pseudonym_key (
            fingerprint text primary key,
            first_used_at timestamptz not null
        );
        comment on table ledger.delivery is 'One row per file or extraction that was read.';
        comment on table ledger.load is 'One row per version whose rows are kept, with the leaf they stand in; a compaction can put several versions of history into one.';
        comment on table ledger.slice is 'One row per slice: pipeline, period and part, and the rule they were cut by.';
        comment on table ledger.published is 'Which load readers see of each slice.';
        comment on table ledger.published_history is 'Which load readers saw of each slice, and when.';
        comment on table ledger.file is 'One row per file: what it looked like when its content was last hashed.';
        comment on table ledger.delivery_slice is 'Whose rows each version of a slice holds, and how many; carried from the version before, or delivered.';
        comment on table ledger.reject_rule is 'One row per delivery and rule that its rows broke, with the number of those rows.';
        comment on table ledger.rejected_row is 'One row per rule that a row broke; personal values are never kept.';
        comment on column ledger.rejected_row.sought is 'A short mark of the key that no member had.';
        comment on view ledger.reject is 'Rejected rows with their rules.';
        comment on table ledger.control_total is 'Read = loaded + rejected + duplicate, per delivery and money column.';
        comment on table ledger.grain_audit is 'How many grains of a fact stand in several slices, as last counted.';
        comment on table ledger.member_list is 'The days of which lists of all members of a dimension were delivered.';
        comment on table ledger.member_statement is 'The days on which a member was stated again as it was: versions that arrive late end there.';
        comment on table ledger.report_run is 'One row per attempt to write a workbook.';
        comment on table ledger.disclosed_cell is 'One row per cell of which a report has shown or hidden figures, and per state of the data; what was hidden stays hidden.';
        comment on column ledger.disclosed_cell.known_at is 'When what is published of the fact had last changed before the figures were asked for.';
        comment on table ledger.watermark is 'Up to where the changes of each source database were extracted.';
        comment on column ledger.watermark.recent is 'What changed within the lag before it, by day: day, number of rows, latest change.';
        comment on table ledger.source_period is 'What each source database held of a period when it was last extracted; the period is empty for rows without a day.';
        comment on table ledger.pseudonym_key is 'The fingerprint of the only key that may be used with this warehouse.';
        """
}
