import Definitions
import Postgres
import Testing

@testable import Warehouse

/// The shops' warehouse, with loads made of the pieces of a load, without files: quick enough for thousands.
struct SmallLoads {
    let trial: Trial
    let project: Project
    let fact: FactDefinition

    /// - Parameter retention: as it stands in `uptake.yaml`.
    static func with(
        retention: String, _ body: (SmallLoads, borrowing Connection) throws -> Void
    ) throws {
        var files = shopProject
        files["uptake.yaml"]? += "\nretention: \(retention)\n"
        try Trial.with(files) { trial in
            let project = try trial.project()
            let connection = try Connection(connecting: trial.conninfo)
            try connection.execute(
                """
                insert into ledger.slice (slice_key, pipeline, period, slicing)
                select k, 'sales', (2000 + k / 12) || '-' || to_char(1 + k % 12, 'FM00'), 'month'
                from generate_series(1, 300) k
                """)
            try body(SmallLoads(trial: trial, project: project, fact: try #require(project.facts["sale"])), connection)
        }
    }

    /// Publishes one load of one delivery.
    ///
    /// - Parameter rows: how many rows of each slice; their amounts are the load's number, so that loads differ.
    @discardableResult
    func load(_ rows: [Int32: Int], on connection: borrowing Connection) throws -> Int32 {
        let delivery = try Ledger().next("delivery_key", on: connection)
        let leaf = Leaf(fact, version: try Ledger().next("version_key", on: connection))
        let version = leaf.version
        let slices = SQLValue.text("{\(rows.keys.sorted().map { "\($0)" }.joined(separator: ","))}")
        let counts = SQLValue.text("{\(rows.sorted { $0.key < $1.key }.map { "\($0.value)" }.joined(separator: ","))}")
        try connection.transaction { connection in
            try leaf.create(on: connection)
            try connection.execute(
                """
                insert into \(leaf.table) (slice_key, version_key, delivery_key, line, sold_key, returned_key, shop_key,
                                           number, amount, points)
                select slice, \(version), \(delivery), row_number() over (), 20240101 + slice % 28, -2, -1, 'n' || row,
                       \(version), nullif(row % 3, 0)
                from unnest($1::integer[], $2::integer[]) as s (slice, count), generate_series(1, count) row
                """, [slices, counts])
            guard try leaf.buildUniqueIndex(on: connection) else { return }
            try leaf.analyze(on: connection)
        }
        try connection.transaction { try leaf.attach(on: $0) }
        try PlannedReaders.outlast([fact], on: connection)
        try connection.transaction { connection in
            try connection.execute(
                """
                insert into ledger.delivery (delivery_key, pipeline, source, sha256, definition_hash, state, version_key,
                    read_rows, loaded_rows, rejected_rows, duplicate_rows, warned_rows, started_at, finished_at)
                values (\(delivery), 'sales', 'in/sales.csv', 'hash', 'hash', 'published', \(version), $1, $1, 0, 0, 0,
                        now(), now())
                """, [.integer(rows.values.reduce(0, +))])
            try connection.execute(
                "insert into ledger.load values (\(version), 'sale', '\(leaf.name)', now())")
            try connection.execute(
                """
                update ledger.published_history set known_to = now()
                where slice_key = any($1::integer[]) and known_to = 'infinity'
                """, [slices])
            try connection.execute(
                """
                insert into ledger.published_history (slice_key, version_key, known_from)
                select unnest($1::integer[]), \(version), now()
                """, [slices])
            try connection.execute(
                """
                insert into ledger.published (slice_key, version_key) select unnest($1::integer[]), \(version)
                on conflict (slice_key) do update set version_key = excluded.version_key
                """, [slices])
            try connection.execute(
                """
                insert into ledger.delivery_slice (delivery_key, slice_key, version_key, rows)
                select \(delivery), * , \(version), 0 from unnest($1::integer[])
                """, [slices])
            try connection.execute(
                """
                update ledger.delivery_slice d set rows = s.count
                from unnest($1::integer[], $2::integer[]) as s (slice, count)
                where d.delivery_key = \(delivery) and d.slice_key = s.slice
                """, [slices, counts])
        }
        return version
    }

    func compact(everything: Bool = true, on connection: borrowing Connection) throws -> CompactionReport {
        try #require(
            try Compaction(project, patience: 300).run([fact], everything: everything, on: connection).first)
    }

    /// Every row that readers saw after each change of what is published, as one checksum per moment; without the
    /// version, which is a place and no value.
    func figures() throws -> [String] {
        try trial.sql(
            """
            select m.moment, (
                select count(*) || ' ' || coalesce(sum(amount), 0) || ' ' || md5(coalesce(string_agg(
                    concat_ws('|', f.slice_key, f.delivery_key, f.line, f.sold_key, f.number, f.amount, f.points), ','
                    order by f.slice_key, f.delivery_key, f.line), ''))
                from store.sale f
                join ledger.published_history h on h.slice_key = f.slice_key and h.version_key = f.version_key
                    and h.known_from <= m.moment and m.moment < h.known_to)
            from (select distinct known_from as moment from ledger.published_history) m
            order by m.moment
            """
        ).split(separator: "\n").map(String.init)
    }

    /// What stands under each name: attached leaves that the ledger names, others, and tables that are no partition.
    func leaves() throws -> String {
        try trial.sql(
            """
            select count(*) filter (where i.inhrelid is not null and l.leaf is not null) || ' leaves, '
                || count(*) filter (where i.inhrelid is not null and l.leaf is null) || ' unlisted, '
                || count(*) filter (where i.inhrelid is null) || ' orphans'
            from pg_class c
            left join pg_inherits i on i.inhrelid = c.oid
            left join (select distinct leaf from ledger.load) l on l.leaf = c.relname
            where c.relnamespace = 'leaf'::regnamespace and c.relkind = 'r'
            """)
    }

    /// Whether every pair of the ledger has the rows that its deliveries brought.
    func ledgerAgrees() throws -> Bool {
        try trial.sql(
            """
            select count(*) = 0
            from (
                select slice_key, version_key, sum(rows) as rows from ledger.delivery_slice
                join ledger.load using (version_key) group by 1, 2 having sum(rows) > 0
            ) d
            full join (
                select slice_key, version_key, count(*) as rows
                from store.sale where version_key in (select version_key from ledger.load) group by 1, 2
            ) f using (slice_key, version_key)
            where d.rows is distinct from f.rows
            """) == "t"
    }
}
