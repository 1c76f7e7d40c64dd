package import Definitions
internal import Periods
package import Postgres

/// Leads rows of facts to the versions of their days, after a dimension has changed.
///
///     search     the published slices in which a row carries a key whose version no longer holds on the row's day
///     build      one new leaf a fact with all rows of those slices, unseen, audited against the old ones
///     attach     in a transaction of its own; still nothing is seen              PlannedReaders
///     publish    the members and the pointers to the new leaves, in the caller's transaction
///
/// Members and rows change together, so that no figure ever shows the one without the other. Ended at any instant, it
/// leaves tables that nobody refers to, and a delivery of members that the next run takes again.
package struct Rekeying {
    private let project: Project
    private let moved: [MovedKeys]
    /// The versions of slices that are looked at; nil for all that are published.
    private let pairs: [RekeyedLeaf.Pair]?

    package init(_ project: Project, _ changes: [MemberChanges]) {
        self.init(project, changes.map { MovedKeys($0) }, in: nil)
    }

    init(_ project: Project, _ moved: [MovedKeys], in pairs: [RekeyedLeaf.Pair]?) {
        self.project = project
        self.moved = moved.filter { !$0.moves.isEmpty }
        self.pairs = pairs
    }

    /// What is ready to be published.
    package struct Prepared {
        let leaves: [RekeyedLeaf]
        /// The placeholders that rows in a gap point to now.
        let inferred: [Gap]
        /// The placeholders that rows point to no longer.
        var idle: [IdlePlaceholders] = []
        /// One for each fact of which rows are concerned.
        package let reports: [RekeyingReport]

        /// Leads readers to the new leaves, in the transaction in which the members have been written.
        package func publish(on connection: borrowing Connection) throws {
            try list(on: connection)
            for leaf in leaves { try leaf.movePointers(on: connection) }
            for placeholders in idle { try placeholders.end(on: connection) }
        }

        /// Writes what the new leaves hold into the ledger, and the placeholders, and moves no pointer.
        func list(on connection: borrowing Connection) throws {
            for leaf in leaves { try leaf.list(on: connection) }
            for placeholder in inferred {
                let gap = placeholder.gap
                try MemberTable(placeholder.dimension).insert(
                    placeholder: placeholder.key, gap.parts, from: gap.from, to: gap.to, on: connection)
            }
        }
    }

    /// Searches, builds and attaches; only to be called by the run that holds the lock.
    ///
    /// - Parameter members: what the dimensions looked like when their changes were worked out.
    /// - Throws: `MembersChanged` when one is no longer so.
    package func prepare(
        _ members: MemberFingerprint, on connection: borrowing Connection
    ) throws -> Prepared {
        try prepare(concernedFacts, on: connection) { connection in try members.check(on: connection) }
    }

    func prepare(
        _ facts: [FactDefinition], on connection: borrowing Connection,
        check: (borrowing Connection) throws -> Void = { _ in }
    ) throws -> Prepared {
        guard !facts.isEmpty, !moved.isEmpty else { return Prepared(leaves: [], inferred: [], reports: []) }
        try connection.execute("drop table if exists pg_temp.member_move")
        let prepared = try connection.transaction { connection in try build(facts, on: connection) }
        guard !prepared.leaves.isEmpty else { return prepared }
        do {
            try connection.transaction { connection in
                try check(connection)
                for leaf in prepared.leaves { try leaf.leaf.attach(on: connection) }
            }
        } catch {
            // The first error is the one to show; a leaf left behind is dropped by the next run.
            do { for leaf in prepared.leaves { try leaf.leaf.drop(on: connection) } } catch {}
            throw error
        }
        try PlannedReaders.outlast(prepared.leaves.map(\.leaf.fact), on: connection)
        return prepared
    }

    /// Makes the new leaves, which nobody sees yet, in the caller's transaction.
    private func build(_ facts: [FactDefinition], on connection: borrowing Connection) throws -> Prepared {
        let gaps = try writeMoves(on: connection)
        var leaves: [RekeyedLeaf] = []
        var reports: [RekeyingReport] = []
        for fact in facts {
            // A compaction may drop the leaf a pair points to; not while this lock is held.
            try connection.execute("lock table only store.\(quoted(fact.name.value)) in access share mode")
            let found = try search(fact, on: connection)
            if let report = found.report { reports.append(report) }
            if let leaf = found.leaf {
                try leaf.build(on: connection)
                leaves.append(leaf)
            }
        }
        let inferred = try used(gaps, in: leaves, on: connection)
        try connection.execute("drop table pg_temp.member_move")
        let idle = try moved.filter { !$0.shrunk.isEmpty }
            .map { try IdlePlaceholders(of: $0, in: facts, on: connection) }
        return Prepared(leaves: leaves, inferred: inferred, idle: idle, reports: reports)
    }

    /// The facts with a role of a dimension in which keys have moved.
    private var concernedFacts: [FactDefinition] {
        let dimensions = Set(moved.map(\.dimension.name.value))
        return project.factsInOrder.filter { fact in fact.roles.contains { dimensions.contains($0.dimension.value) } }
    }

    // MARK: Moves

    /// A placeholder that is made if rows need it.
    struct Gap {
        let dimension: DimensionDefinition
        let gap: MemberMove.Gap
        let key: Int32
    }

    /// Writes the moves into a temporary table.
    private func writeMoves(on connection: borrowing Connection) throws -> [Gap] {
        try connection.execute(
            """
            create temporary table member_move (
                dimension text, old_key integer, first_day integer, end_day integer, new_key integer, gap_key integer
            )
            """)
        var gaps: [Gap] = []
        var lines: [String] = []
        for change in moved {
            var seen: Set<MemberMove.Gap> = []
            let needed = change.moves.compactMap(\.gap).filter { seen.insert($0).inserted }
            let keys = try MemberTable(change.dimension).reserveKeys(needed.count, on: connection)
            let keyed = Dictionary(zip(needed, keys), uniquingKeysWith: { first, _ in first })
            gaps += zip(needed, keys).map { Gap(dimension: change.dimension, gap: $0, key: $1) }
            for move in change.moves {
                func text(_ key: Int32?) -> String { key.map(String.init) ?? "\\N" }
                lines.append(
                    [
                        copyText(change.dimension.name.value), String(move.oldKey), String(Self.dayKey(move.from)),
                        String(Self.dayKey(move.to)), text(move.newKey), text(move.gap.flatMap { keyed[$0] }),
                    ].joined(separator: "\t"))
            }
        }
        _ = try connection.copyIn("copy member_move from stdin") { writer in
            let text = lines.map { $0 + "\n" }.joined()
            try writer.send(Array(text.utf8).span, inPiecesOf: 256 << 10)
        }
        try connection.execute("analyze member_move")
        return gaps
    }

    /// A day as facts carry it; the infinities are the ends of the numbers.
    static func dayKey(_ day: Int32) -> Int32 {
        switch day {
        case Int32.min: 0
        case Int32.max: Int32.max
        default: CivilDate(daysSinceEpoch: day).dateKey
        }
    }

    private func used(
        _ gaps: [Gap], in leaves: [RekeyedLeaf], on connection: borrowing Connection
    ) throws -> [Gap] {
        var used: [String: Set<Int32>] = [:]
        for (dimension, gaps) in Dictionary(grouping: gaps, by: \.dimension.name.value) {
            for leaf in leaves {
                used[dimension, default: []].formUnion(
                    try leaf.used(gaps.map(\.key), of: dimension, on: connection))
            }
        }
        return gaps.filter { used[$0.dimension.name.value, default: []].contains($0.key) }
    }

    // MARK: Search

    /// Finds the slices of a fact that have to be rewritten.
    private func search(
        _ fact: FactDefinition, on connection: borrowing Connection
    ) throws -> (leaf: RekeyedLeaf?, report: RekeyingReport?) {
        let dimensions = Set(moved.map(\.dimension.name.value))
        let roles = fact.roles.filter { dimensions.contains($0.dimension.value) }.enumerated().map {
            RekeyedRole($0.element, of: fact, number: $0.offset + 1, in: project)
        }
        let candidates = try candidates(of: fact, on: connection)
        guard !candidates.isEmpty else { return (nil, nil) }
        let versions = Set(candidates.values.map(\.pair.version)).sorted().map(String.init).joined(separator: ", ")
        var pairs: [Int32: RekeyedLeaf.Pair] = [:]
        var keys = 0
        var kept = 0
        for role in roles {
            // All slices of those leaves are counted and sorted out afterwards: few rows are met, whatever their slice.
            let rows = try connection.query(
                """
                select f.slice_key, f.version_key, count(*) filter (where \(role.alias).new_key is not null),
                       count(*) filter (where \(role.alias).new_key is null)
                from store.\(quoted(fact.name.value)) f
                join pg_temp.member_move \(role.alias) on \(role.matches("f"))
                where f.version_key in (\(versions))
                group by 1, 2
                """)
            for row in 0..<rows.rowCount {
                guard let slice = rows.int64(row, 0), let version = rows.int64(row, 1),
                    let candidate = candidates[Int32(truncatingIfNeeded: slice)],
                    candidate.pair.version == Int32(truncatingIfNeeded: version)
                else { continue }
                let inGaps = rows.int(row, 3) ?? 0
                let changesGaps = role.changesGaps(of: candidate.pipeline)
                let changed = (rows.int(row, 2) ?? 0) + (changesGaps ? inGaps : 0)
                keys += changed
                kept += changesGaps ? 0 : inGaps
                if changed > 0 { pairs[candidate.pair.slice] = candidate.pair }
            }
        }
        guard keys + kept > 0 else { return (nil, nil) }
        let report = RekeyingReport(fact: fact.name.value, slices: pairs.count, keys: keys, kept: kept)
        guard !pairs.isEmpty else { return (nil, report) }
        let leaf = RekeyedLeaf(
            leaf: Leaf(fact, version: try Ledger().next("version_key", on: connection)), roles: roles,
            pairs: pairs.values.sorted { $0.slice < $1.slice })
        return (leaf, report)
    }

    /// A version of a slice in which rows may be concerned.
    private struct Candidate {
        let pair: RekeyedLeaf.Pair
        let pipeline: String
    }

    /// The slices that can hold a day on which a key has moved, among those that are looked at.
    private func candidates(
        of fact: FactDefinition, on connection: borrowing Connection
    ) throws -> [Int32: Candidate] {
        let rows: ResultTable
        if let pairs {
            rows = try connection.query(
                """
                select o.slice_key, o.version_key, s.pipeline, s.period
                from \(RekeyedLeaf.pairTable) join ledger.slice s using (slice_key)
                """, [.text(arrayText(pairs.map(\.slice))), .text(arrayText(pairs.map(\.version)))])
        } else {
            rows = try connection.query(
                """
                select p.slice_key, p.version_key, s.pipeline, s.period
                from ledger.published p
                join ledger.load l using (version_key)
                join ledger.slice s using (slice_key)
                where l.fact = $1
                """, [.text(fact.name.value)])
        }
        let dimensions = Set(fact.roles.map(\.dimension.value))
        let moves = moved.filter { dimensions.contains($0.dimension.name.value) }.flatMap(\.moves)
        let first = moves.map(\.from).min() ?? Int32.max
        let end = moves.map(\.to).max() ?? Int32.min
        var candidates: [Int32: Candidate] = [:]
        for row in 0..<rows.rowCount {
            guard let slice = rows.int64(row, 0), let version = rows.int64(row, 1), let pipeline = rows.text(row, 2)
            else { continue }
            // A slice that is cut by another day than the event's may hold any event.
            let isByEvent = project.pipelines[pipeline]?.slice?.of.value == fact.event.value
            if isByEvent, let period = rows.text(row, 3).flatMap({ Period($0, fiscal: .october) }),
                period.end.daysSinceEpoch <= first || period.start.daysSinceEpoch >= end
            {
                continue
            }
            let pair = RekeyedLeaf.Pair(
                slice: Int32(truncatingIfNeeded: slice), version: Int32(truncatingIfNeeded: version))
            candidates[pair.slice] = Candidate(pair: pair, pipeline: pipeline)
        }
        return candidates
    }
}
