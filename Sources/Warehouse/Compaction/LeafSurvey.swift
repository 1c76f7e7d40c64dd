internal import Definitions
internal import Postgres

/// Reads from the ledger what the leaves of a fact hold and what of it has to be kept.
struct LeafSurvey {
    let fact: FactDefinition
    let retention: ProjectSettings.Retention

    /// What is kept of each slice: what is published; what was retired among the last ones or not long ago; and what the
    /// newest written workbook of each report, period and language stands on, of whatever fact.
    private static let sql = """
        with edition as (
            select distinct on (report, period, language)
                   coalesce(as_of, started_at) as begun, coalesce(as_of, finished_at) as ended
            from ledger.report_run
            where outcome = 'written'
            order by report, period, language, report_run_key desc
        ), version as (
            select version_key, leaf from ledger.load where fact = $1
        ), counted as (
            select slice_key, version_key, sum(rows) as rows
            from version join ledger.delivery_slice using (version_key)
            group by slice_key, version_key
        ), known as (
            -- What was ever published is a pair, even if no delivery said so.
            select slice_key, version_key from version join ledger.published_history using (version_key)
            union
            select slice_key, version_key from version join ledger.published using (version_key)
        ), pair as (
            select slice_key, version_key, v.leaf, coalesce(c.rows, 0) as rows, exists (
                select from ledger.published p
                where p.slice_key = k.slice_key and p.version_key = k.version_key) as live
            from known k
            join version v using (version_key)
            left join counted c using (slice_key, version_key)
        ), retired as (
            select r.slice_key, r.version_key, max(h.known_to) as retired_at,
                   row_number() over (
                       partition by r.slice_key order by max(h.known_to) desc, r.version_key desc) as age
            from pair r
            join ledger.published_history h on h.slice_key = r.slice_key and h.version_key = r.version_key
            where not r.live
            group by r.slice_key, r.version_key
        )
        select r.leaf, r.slice_key, r.version_key, r.rows, case when r.live then 0 else t.age end,
               r.live or t.age <= $2 or t.retired_at > now() - make_interval(days => $3)
               or t.retired_at is not null and exists (
                   select from ledger.published_history h
                   join edition e on h.known_from <= e.ended and h.known_to > e.begun
                   where h.slice_key = r.slice_key and h.version_key = r.version_key)
        from pair r
        left join retired t on t.slice_key = r.slice_key and t.version_key = r.version_key
        order by r.slice_key, r.version_key
        """

    /// One line per leaf that the ledger names, the oldest first.
    func leaves(on connection: borrowing Connection) throws -> [StoredLeaf] {
        let loads = try connection.query(
            "select leaf, version_key from ledger.load where fact = $1 order by version_key",
            [.text(fact.name.value)])
        var names: [String] = []
        var versions: [String: [Int32]] = [:]
        for row in 0..<loads.rowCount {
            guard let name = loads.text(row, 0), let version = loads.int64(row, 1) else { continue }
            if versions[name] == nil { names.append(name) }
            versions[name, default: []].append(Int32(truncatingIfNeeded: version))
        }
        let rows = try connection.query(
            Self.sql, [.text(fact.name.value), .integer(retention.versions), .integer(retention.days)])
        var kept: [String: [StoredLeaf.Pair]] = [:]
        var unkept: [String: Int] = [:]
        for row in 0..<rows.rowCount {
            guard let name = rows.text(row, 0), let slice = rows.int64(row, 1), let version = rows.int64(row, 2) else {
                continue
            }
            let count = rows.int(row, 3) ?? 0
            if rows.bool(row, 5) == true {
                kept[name, default: []].append(
                    StoredLeaf.Pair(
                        slice: Int32(truncatingIfNeeded: slice), version: Int32(truncatingIfNeeded: version),
                        rows: count,
                        age: rows.int(row, 4) ?? 0))
            } else {
                unkept[name, default: 0] += count
            }
        }
        return names.map { name in
            StoredLeaf(
                name: name, versions: versions[name] ?? [], kept: kept[name] ?? [], unkeptRows: unkept[name] ?? 0)
        }
    }
}
