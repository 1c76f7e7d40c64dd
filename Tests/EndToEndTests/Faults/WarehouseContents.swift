import TestSupport

/// What a warehouse of loans says, without the numbers that differ from one attempt to the next.
enum WarehouseContents {
    /// Every published row, delivery, slice, control total and reject, or a checksum of them.
    static func read(_ conninfo: String) throws -> [String] {
        try lines(
            conninfo,
            """
            select 'loans', count(*), md5(coalesce(string_agg(row_text, E'\\n' order by row_text), ''))
            from (
                select concat_ws('|', d.source, l.line, l.lent_key, b.code, l.number, l.renewed, l.days) as row_text
                from star.loan l left join star.branch b using (branch_key) left join ledger.delivery d using (delivery_key)
            ) loan;
            select 'delivery', source, sha256, mode, state, read_rows, loaded_rows, rejected_rows, duplicate_rows, warned_rows,
                   first_day, last_day
            from ledger.delivery where state = 'published' order by delivery_key;
            select 'slice', s.period, s.part, sum(ds.rows)
            from ledger.published p join ledger.slice s using (slice_key)
            join ledger.delivery_slice ds using (slice_key, version_key)
            group by s.period, s.part order by s.period, s.part;
            select 'total', d.source, d.sha256, c.measure, c.read, c.loaded, c.rejected, c.duplicate
            from ledger.control_total c join ledger.delivery d using (delivery_key)
            where d.state = 'published' order by c.delivery_key, c.measure;
            select 'rejects', count(*), md5(coalesce(string_agg(row_text, E'\\n' order by row_text), ''))
            from (
                select concat_ws('|', d.source, d.sha256, r.line, r.byte_offset, r.byte_length, r.column_name, r.class,
                                 r.rule, r.detail, r.value) as row_text
                from ledger.reject r join ledger.delivery d using (delivery_key) where d.state = 'published'
            ) reject;
            """)
    }

    /// Tables, locks and sessions that no run needs any more.
    static func leftovers(_ conninfo: String) throws -> [String] {
        try lines(
            conninfo,
            """
            select 'leaf that nobody refers to', c.relname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'leaf' and c.relkind = 'r' and not c.relispartition;
            select 'leaf that is half detached', inhrelid::regclass from pg_inherits where inhdetachpending;
            select 'lock', l.objid, a.application_name
            from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database());
            select 'session', application_name, state
            from pg_stat_activity where datname = current_database() and application_name like 'uptake%';
            """)
    }

    /// Where the ledger says one thing and the tables another.
    static func contradictions(_ conninfo: String) throws -> [String] {
        try lines(
            conninfo,
            """
            select 'load without a leaf', l.version_key
            from ledger.load l
            where not exists (
                select from pg_inherits where inhparent = 'store.loan'::regclass
                  and inhrelid = to_regclass(format('leaf.%I', l.leaf)));
            select 'leaf without a load', inhrelid::regclass
            from pg_inherits
            where inhparent = 'store.loan'::regclass
              and inhrelid not in (select to_regclass(format('leaf.%I', leaf)) from ledger.load);
            with stored as (
                select slice_key, version_key, delivery_key, count(*) as rows from store.loan group by 1, 2, 3
            )
            select 'rows of a slice', slice_key, version_key, s.rows, d.rows
            from stored s
            full join ledger.delivery_slice d using (slice_key, version_key, delivery_key)
            where coalesce(s.rows, 0) <> coalesce(d.rows, 0);
            select 'history', slice_key, p.version_key, h.version_key
            from ledger.published p
            full join (select * from ledger.published_history where known_to = 'infinity') h using (slice_key)
            where p.version_key is distinct from h.version_key;
            select 'grain', slice_key, version_key, number
            from store.loan group by 2, 3, 4 having count(*) > 1;
            """)
    }

    private static func lines(_ conninfo: String, _ sql: String) throws -> [String] {
        try queryDatabase(conninfo, sql).split(separator: "\n").map(String.init)
    }
}
