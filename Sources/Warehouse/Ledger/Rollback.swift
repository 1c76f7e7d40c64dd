package import Definitions
package import Postgres

/// Why a delivery cannot be rolled back; nothing was changed.
package struct RollbackError: Error, CustomStringConvertible {
    package let delivery: Int32
    package let reason: String
    package let remedy: String

    package var description: String { "delivery \(delivery) \(reason); nothing was changed: \(remedy)" }
}

/// Takes a delivery back: the slices it published are again what they were before it.
///
/// Only pointers move; the rows of both versions stay where they are, but where members have changed since: then the rows
/// that come back are led to the versions of their days. To be called by the run that holds the lock.
package struct Rollback {
    /// A slice that went back.
    package struct Slice: Encodable, Sendable, Equatable {
        package let period: String
        package let part: String?
        package let rowsBefore: Int
        /// nil for a slice that readers see no longer, since it had no earlier version.
        package let rowsAfter: Int?
    }

    package struct Outcome: Encodable, Sendable {
        package let delivery: Int32
        package let pipeline: String
        package let source: String
        package let slices: [Slice]
    }

    private let project: Project
    private let delivery: Int32

    package init(_ delivery: Int32, of project: Project) {
        self.delivery = delivery
        self.project = project
    }

    /// - Throws: `RollbackError` when it cannot be done.
    package func run(on connection: borrowing Connection) throws -> Outcome {
        let (pipeline, source) = try checkDelivery(on: connection)
        var changes = try changes(on: connection)
        try checkChanges(changes, of: pipeline, on: connection)
        let rekeying = try rekeying(changes, of: pipeline, on: connection)
        for leaf in rekeying.leaves {
            let slices = Set(leaf.pairs.map(\.slice))
            for index in changes.indices where slices.contains(changes[index].slice) {
                changes[index].earlier = leaf.leaf.version
            }
        }
        try connection.transaction { connection in
            try rekeying.list(on: connection)
            try move(changes, on: connection)
        }
        return Outcome(delivery: delivery, pipeline: pipeline, source: source, slices: changes.map(\.shown))
    }

    /// Leads the rows that come back to the versions of their days.
    private func rekeying(
        _ changes: [Change], of pipeline: String, on connection: borrowing Connection
    ) throws -> Rekeying.Prepared {
        let pairs = changes.compactMap { change in
            change.earlier.map { RekeyedLeaf.Pair(slice: change.slice, version: $0) }
        }
        guard let fact = project.pipelines[pipeline].flatMap({ project.facts[$0.load.value] }) else {
            return Rekeying.Prepared(leaves: [], inferred: [], reports: [])
        }
        let stale = try MovedKeys.stale(in: pairs, of: fact, in: project, on: connection)
        return try Rekeying(project, stale, in: pairs).prepare([fact], on: connection)
    }

    private func failure(_ reason: String, _ remedy: String) -> RollbackError {
        RollbackError(delivery: delivery, reason: reason, remedy: remedy)
    }

    private func checkDelivery(on connection: borrowing Connection) throws -> (pipeline: String, source: String) {
        let row = try connection.query(
            "select pipeline, source, state from ledger.delivery where delivery_key = $1", [.integer(Int64(delivery))])
        guard row.rowCount > 0, let pipeline = row.text(0, 0), let source = row.text(0, 1) else {
            throw failure("does not exist", "`uptake rollback` without a number lists the latest")
        }
        switch row.text(0, 2) {
        case "refused": throw failure("of \(pipeline) was refused", "it published nothing that could be taken back")
        case "rolled back": throw failure("of \(pipeline) is rolled back already", "there is nothing left to do")
        default: break
        }
        if let load = project.pipelines[pipeline]?.load.value, project.dimensions[load] != nil {
            throw failure(
                "of \(pipeline) loaded members of dimension `\(load)`, which facts point to",
                "deliver the former members again with `uptake run \(pipeline)`, and they hold again")
        }
        return (pipeline, source)
    }

    /// A slice that the delivery published, with what stands there now and what stood there before.
    private struct Change {
        let slice: Int32
        let version: Int32
        let publishedAt: String
        let current: Int32?
        /// The delivery that published what stands there now.
        let currentDelivery: Int32?
        var earlier: Int32?
        let earlierIsKept: Bool
        let shown: Slice
    }

    /// Reads the slices in the order of their periods; those whose rows were carried along are not the delivery's own.
    private func changes(on connection: borrowing Connection) throws -> [Change] {
        let rows = try connection.query(
            """
            with own as (
                -- Keys of members can have changed since: then its rows stand in several versions, the last of which counts.
                select distinct on (d.slice_key) d.slice_key, d.version_key,
                       -- A version that came back by another rollback has several lines; the first is its publication.
                       (select min(h.known_from)
                        from ledger.delivery_slice f
                        join ledger.published_history h using (slice_key, version_key)
                        where f.delivery_key = d.delivery_key and f.slice_key = d.slice_key and not f.carried
                       ) as published_at
                from ledger.delivery_slice d
                left join ledger.published n on n.slice_key = d.slice_key and n.version_key = d.version_key
                where d.delivery_key = $1 and not d.carried
                order by d.slice_key, n.version_key is null, d.version_key desc
            )
            select o.slice_key, o.version_key, o.published_at, p.version_key,
                   (select max(c.delivery_key) from ledger.delivery_slice c
                    where c.slice_key = p.slice_key and c.version_key = p.version_key and not c.carried),
                   e.version_key, l.version_key is not null, s.period, s.part,
                   (select sum(r.rows) from ledger.delivery_slice r
                    where r.slice_key = o.slice_key and r.version_key = o.version_key),
                   (select sum(r.rows) from ledger.delivery_slice r
                    where r.slice_key = e.slice_key and r.version_key = e.version_key)
            from own o
            join ledger.slice s on s.slice_key = o.slice_key
            left join ledger.published p on p.slice_key = o.slice_key
            left join ledger.published_history e on e.slice_key = o.slice_key and e.known_to = o.published_at
            left join ledger.load l on l.version_key = e.version_key
            order by s.period, s.part nulls first
            """, [.integer(Int64(delivery))])
        func key(_ row: Int, _ column: Int) -> Int32? { rows.int64(row, column).map { Int32(truncatingIfNeeded: $0) } }
        return (0..<rows.rowCount).compactMap { row in
            guard let slice = key(row, 0), let version = key(row, 1) else { return nil }
            let earlier = key(row, 5)
            return Change(
                slice: slice, version: version, publishedAt: rows.text(row, 2) ?? "", current: key(row, 3),
                currentDelivery: key(row, 4), earlier: earlier, earlierIsKept: rows.bool(row, 6) ?? false,
                shown: Slice(
                    period: rows.text(row, 7) ?? "", part: rows.text(row, 8), rowsBefore: rows.int(row, 9) ?? 0,
                    rowsAfter: earlier == nil ? nil : rows.int(row, 10) ?? 0))
        }
    }

    private func checkChanges(
        _ changes: [Change], of pipeline: String, on connection: borrowing Connection
    ) throws {
        for change in changes where change.current != change.version {
            guard let later = change.currentDelivery else {
                throw failure(
                    "of \(pipeline) published slice \(change.shown.name), which was taken out when `slice:` changed",
                    "put the former `slice:` back and run `uptake run \(pipeline) --accept`")
            }
            throw failure(
                "of \(pipeline) has been replaced in slice \(change.shown.name) by delivery \(later)",
                "roll back delivery \(later) first")
        }
        for change in changes where change.earlier != nil && !change.earlierIsKept {
            throw failure(
                "of \(pipeline) replaced rows of slice \(change.shown.name) that are kept no longer",
                "deliver the former content again with `uptake run \(pipeline)`")
        }
        let others = try slicesTakenOut(by: changes, of: pipeline, on: connection)
        guard others == 0 else {
            throw failure(
                "of \(pipeline) also took out \(others) slices that were cut by a former `slice:`",
                "put that rule back in pipelines/\(pipeline).yaml and run `uptake run \(pipeline) --accept`")
        }
    }

    /// Counts the slices of the pipeline that went out of sight when these were published, with nothing in their place.
    private func slicesTakenOut(
        by changes: [Change], of pipeline: String, on connection: borrowing Connection
    ) throws -> Int {
        let moments = "{" + Set(changes.map(\.publishedAt)).sorted().map { "\"\($0)\"" }.joined(separator: ",") + "}"
        let row = try connection.query(
            """
            select count(*)
            from ledger.published_history h
            join ledger.slice s on s.slice_key = h.slice_key
            where s.pipeline = $1 and h.known_to = any($2::timestamptz[])
              and not exists (
                  select from ledger.published_history n
                  where n.slice_key = h.slice_key and n.known_from = h.known_to)
            """, [.text(pipeline), .text(moments)])
        return row.int(0, 0) ?? 0
    }

    private func move(_ changes: [Change], on connection: borrowing Connection) throws {
        let slices = SQLValue.text(arrayText(changes.map(\.slice)))
        let back = changes.filter { $0.earlier != nil }
        let pairs = [
            SQLValue.text(arrayText(back.map(\.slice))), SQLValue.text(arrayText(back.compactMap(\.earlier))),
        ]
        try connection.execute(
            """
            update ledger.published_history set known_to = now()
            where slice_key = any($1::integer[]) and known_to = 'infinity'
            """, [slices])
        try connection.execute("delete from ledger.published where slice_key = any($1::integer[])", [slices])
        try connection.execute(
            """
            insert into ledger.published (slice_key, version_key)
            select * from unnest($1::integer[], $2::integer[])
            """, pairs)
        try connection.execute(
            """
            insert into ledger.published_history (slice_key, version_key, known_from)
            select slice_key, version_key, now()
            from unnest($1::integer[], $2::integer[]) as back (slice_key, version_key)
            """, pairs)
        try connection.execute(
            "update ledger.delivery set state = 'rolled back' where delivery_key = $1", [.integer(Int64(delivery))])
    }
}

extension Rollback.Slice {
    /// The period, with the part where slices have one.
    package var name: String { period.isEmpty ? "all" : [period, part].compactMap { $0 }.joined(separator: " ") }
}
