package import Definitions
package import Postgres

/// Rewrites the many leaves of a fact as few, and lets go of versions that are kept no longer.
///
///     survey    what the leaves hold and what has to be kept          LeafSurvey
///     plan      which leaves become which                             CompactionPlan
///     build     the new leaves, unseen, proved against the old ones   CompactedLeaf
///     attach    in a transaction of its own; still nothing is seen    PlannedReaders
///     move      pointers, their history and the deliveries' shares, in one short transaction
///     remove    the old leaves, when nobody reads them any more       LeafRemoval
///
/// Ended at any instant, it leaves tables that nobody refers to: unattached ones are dropped by the next run, attached
/// ones are taken away by the next compaction. Only to be called by the run that holds the lock.
package struct Compaction {
    /// The points at which a compaction can be ended and what is done stays done.
    package enum Step: Equatable, Sendable {
        case built(fact: String)
        case attached(fact: String)
        case moved(fact: String)
        case removed(leaf: String)
    }

    /// How long readers are waited for before an old leaf is left to the next run, in milliseconds.
    package static let usualPatience = 3_000

    private let project: Project
    private let patience: Int
    private let report: (Step) throws -> Void

    /// - Parameters:
    ///   - patience: milliseconds that readers of an old leaf are waited for.
    ///   - report: is told of every step that is done; what it throws ends the compaction there.
    package init(
        _ project: Project, patience: Int = usualPatience, report: @escaping (Step) throws -> Void = { _ in }
    ) {
        self.project = project
        self.patience = patience
        self.report = report
    }

    /// Does at the end of a run what makes reading cheaper by more than it costs.
    ///
    /// - Returns: one report for each fact to which something was done or is left to do.
    package func runIfItPays(on connection: borrowing Connection) throws -> [CompactionReport] {
        try run(project.factsInOrder, .whatPays, on: connection).filter { !$0.isIdle }
    }

    /// Compacts some facts.
    ///
    /// - Parameter everything: leaves as few leaves as can be, whatever it costs.
    package func run(
        _ facts: [FactDefinition], everything: Bool, on connection: borrowing Connection
    ) throws -> [CompactionReport] {
        try run(facts, everything ? .everything : .whatPays, on: connection)
    }

    private func run(
        _ facts: [FactDefinition], _ demand: CompactionPlan.Demand, on connection: borrowing Connection
    ) throws -> [CompactionReport] {
        _ = try Leaf.dropOrphans(on: connection)
        return try facts.map { try compact($0, demand, on: connection) }
    }

    private func compact(
        _ fact: FactDefinition, _ demand: CompactionPlan.Demand, on connection: borrowing Connection
    ) throws -> CompactionReport {
        let before = try size(of: fact, on: connection)
        let leaves = try LeafSurvey(fact: fact, retention: project.settings.retention).leaves(on: connection)
        let plan = CompactionPlan(leaves, demand)
        if !plan.isEmpty {
            let new = try build(plan, fact, on: connection)
            try move(plan, new, fact, on: connection)
        }
        let remainder = try LeafRemoval(fact: fact, patience: patience).run(on: connection) {
            try report(.removed(leaf: $0))
        }
        let after = try size(of: fact, on: connection)
        return CompactionReport(
            fact: fact.name.value, leavesBefore: before.leaves, leavesAfter: after.leaves,
            rowsMoved: plan.newLeaves.reduce(0) { $0 + $1.moves.reduce(0) { $0 + $1.rows } },
            rowsRemoved: (plan.emptied + plan.rewritten).reduce(0) { $0 + $1.unkeptRows }, bytesBefore: before.bytes,
            bytesAfter: after.bytes, left: remainder?.leaves ?? [], reason: remainder?.reason)
    }

    /// Makes and attaches the new leaves; no pointer leads to them yet.
    private func build(
        _ plan: CompactionPlan, _ fact: FactDefinition, on connection: borrowing Connection
    ) throws -> [CompactedLeaf] {
        guard !plan.newLeaves.isEmpty else { return [] }
        let new = try plan.newLeaves.map { content in
            CompactedLeaf(
                fact: fact, content: content,
                versions: try (0..<content.layers).map { _ in try Ledger().next("version_key", on: connection) })
        }
        // Rows that are written in the transaction that made their table need no log (wal_level = minimal).
        try connection.transaction { connection in
            for leaf in new {
                try leaf.build(from: plan.rewritten, on: connection)
                try leaf.audit(against: plan.rewritten, on: connection)
            }
        }
        try report(.built(fact: fact.name.value))
        try connection.transaction { connection in
            for leaf in new { try leaf.attach(on: connection) }
        }
        try report(.attached(fact: fact.name.value))
        try PlannedReaders.outlast([fact], on: connection)
        return new
    }

    /// Leads every pointer to where its rows are now, all at once.
    private func move(
        _ plan: CompactionPlan, _ new: [CompactedLeaf], _ fact: FactDefinition, on connection: borrowing Connection
    ) throws {
        try connection.transaction { connection in
            for leaf in new {
                try connection.execute(
                    """
                    insert into ledger.load (version_key, fact, leaf, loaded_at, made_by)
                    select version_key, $2, $3, now(), 'compaction' from unnest($1::integer[]) as version_key
                    """, [.text(arrayText(leaf.versions)), .text(fact.name.value), .text(leaf.name)])
                try movePointers(to: leaf, on: connection)
            }
            let gone = (plan.emptied + plan.rewritten).flatMap(\.versions)
            let old = SQLValue.text(arrayText(gone))
            let needed = try connection.query(
                "select exists (select from ledger.published where version_key = any($1::integer[]))", [old])
            guard needed.bool(0, 0) == false else { throw CompactionError.changed(fact) }
            try connection.execute("delete from ledger.load where version_key = any($1::integer[])", [old])
            let moves = new.flatMap { leaf in
                leaf.content.moves.map { (slice: $0.slice, old: $0.version, new: leaf.versions[$0.layer]) }
            }
            try Rollups.follow(moves, gone: gone, of: fact.name.value, on: connection)
        }
        try report(.moved(fact: fact.name.value))
    }

    private func movePointers(to leaf: CompactedLeaf, on connection: borrowing Connection) throws {
        let values = CompactedLeaf.parameters(of: leaf.content.moves, leaf.versions)
        func rewrite(_ table: String) throws -> Int {
            try connection.execute(
                """
                update ledger.\(table) t set version_key = m.new_version
                from unnest($1::integer[], $2::integer[], $3::integer[]) as m (slice_key, version_key, new_version)
                where t.slice_key = m.slice_key and t.version_key = m.version_key
                """, values)
        }
        let published = try rewrite("published")
        let known = try rewrite("published_history")
        let shares = try rewrite("delivery_slice")
        let pairs = leaf.content.moves.count
        guard published == (leaf.content.isLive ? pairs : 0), known >= pairs, shares >= pairs else {
            throw CompactionError.changed(leaf.fact)
        }
    }

    private func size(of fact: FactDefinition, on connection: borrowing Connection) throws -> (leaves: Int, bytes: Int)
    {
        let row = try connection.query(
            """
            select count(*), coalesce(sum(pg_total_relation_size(inhrelid)), 0)
            from pg_inherits where inhparent = $1::regclass
            """, [.text("store.\(quoted(fact.name.value))")])
        return (row.int(0, 0) ?? 0, row.int(0, 1) ?? 0)
    }
}
