package import Definitions
package import Postgres

/// A rollup is not what its rows are.
package struct RollupError: Error, CustomStringConvertible {
    let rollup: String
    let slices: Int

    package var description: String {
        "the monthly rollup `\(rollup)` and the ledger do not agree on the rows of \(slices) slices; nothing was published"
    }
}

/// The rollups that a warehouse has, and which loads each of them holds.
///
/// What is kept up is what the ledger lists, whatever the project at hand asks for: a rollup that somebody's reports use
/// must not fall behind because somebody else has loaded.
package struct Rollups: Sendable {
    /// Each rollup with the versions whose rows it holds.
    package private(set) var held: [RollupDefinition: Set<Int32>] = [:]

    /// Reads the ledger; there are none in a warehouse that has no place for them yet.
    ///
    /// - Parameter fact: those of one fact only.
    package init(of fact: String? = nil, on connection: borrowing Connection) throws(PostgresError) {
        guard try RollupSchema.exists(on: connection) else { return }
        let rows = try connection.query(
            """
            select r.fact, r.date_role, array_to_string(r.roles, ' '), array_to_string(r.measures, ' '),
                   (select string_agg(version_key::text, ' ') from ledger.rolled_up u where u.rollup = r.rollup)
            from ledger.rollup r
            where r.fact = $1 or $1 is null
            order by r.rollup
            """, [SQLValue(fact)])
        for row in 0..<rows.rowCount {
            func words(_ column: Int) -> [String] {
                (rows.text(row, column) ?? "").split(separator: " ").map(String.init)
            }
            let definition = RollupDefinition(
                fact: rows.text(row, 0) ?? "", date: rows.text(row, 1) ?? "", roles: words(2), measures: words(3))
            held[definition] = Set(words(4).compactMap { Int32($0) })
        }
    }

    /// Adds the rows of a leaf that is about to be published, in the transaction that does so.
    ///
    /// - Parameter tallies: what was added up while the leaf was filled, of all its rows but those that were kept back;
    ///   without one a rollup asks the leaf.
    static func add(
        _ leaf: Leaf, tallies: [RollupTally] = [], on connection: borrowing Connection
    ) throws {
        for definition in try Rollups(of: leaf.fact.name.value, on: connection).inOrder {
            let table = RollupTable(definition)
            if let tally = tallies.first(where: { $0.definition == definition && !$0.isTooLarge }) {
                try add(tally, to: table, of: leaf, on: connection)
            } else {
                // Several processes read the leaf for a new table, but not for rows that go into one.
                try connection.execute(
                    "create temporary table rolled_up on commit drop as \(table.summary(of: leaf.table))")
                try connection.execute("insert into \(table.table) select * from pg_temp.rolled_up")
                try connection.execute("drop table pg_temp.rolled_up")
            }
            try connection.execute("analyze \(table.table)")
            try connection.execute(
                "insert into ledger.rolled_up (rollup, version_key) values ($1, $2)",
                [.text(definition.name), .integer(Int64(leaf.version))])
        }
        try connection.execute("drop table if exists \(leaf.addedLate)")
    }

    private static func add(
        _ tally: RollupTally, to table: RollupTable, of leaf: Leaf, on connection: borrowing Connection
    ) throws {
        _ = try connection.copyIn("copy \(table.table) from stdin") { writer in
            try writer.send(tally.text(version: leaf.version).span, inPiecesOf: 256 << 10)
        }
        let isThere = try connection.query("select to_regclass($1) is not null", [.text(leaf.addedLate)])
        guard isThere.bool(0, 0) == true else { return }
        try connection.execute("insert into \(table.table) \(table.summary(of: leaf.addedLate))")
    }

    /// Holds the rows that each rollup has of a version against what the ledger says of its slices.
    static func audit(_ leaf: Leaf, on connection: borrowing Connection) throws {
        for definition in try Rollups(of: leaf.fact.name.value, on: connection).inOrder {
            let table = RollupTable(definition).table
            let differing = try connection.query(
                """
                select count(*) from (
                    select slice_key, sum(rows) as rows from ledger.delivery_slice where version_key = $1 group by 1
                ) noted full join (
                    select slice_key, sum(\(quoted(RollupDefinition.rows))) as rows from \(table)
                    where version_key = $1 group by 1
                ) held using (slice_key)
                where coalesce(noted.rows, 0) <> coalesce(held.rows, 0)
                """, [.integer(Int64(leaf.version))])
            guard differing.int(0, 0) == 0 else {
                throw RollupError(rollup: definition.name, slices: differing.int(0, 0) ?? 0)
            }
        }
    }

    /// Follows a compaction: rows get the versions that theirs have got, those of versions that are gone go too.
    ///
    /// A new version of which some row was not held before is not held afterwards.
    ///
    /// - Parameters:
    ///   - moves: slice, old version and new version of everything that was kept.
    ///   - gone: the versions that there are no longer.
    static func follow(
        _ moves: [(slice: Int32, old: Int32, new: Int32)], gone: [Int32], of fact: String,
        on connection: borrowing Connection
    ) throws(PostgresError) {
        let rollups = try Rollups(of: fact, on: connection)
        for definition in rollups.inOrder {
            let held = rollups.held[definition] ?? []
            let table = RollupTable(definition).table
            let lacking = Set(moves.filter { !held.contains($0.old) }.map(\.new))
            let whole = moves.filter { !lacking.contains($0.new) }
            try connection.execute(
                """
                update \(table) r set version_key = m.new_version
                from unnest($1::integer[], $2::integer[], $3::integer[]) as m (slice_key, version_key, new_version)
                where r.slice_key = m.slice_key and r.version_key = m.version_key
                """,
                [
                    .text(arrayText(whole.map(\.slice))), .text(arrayText(whole.map(\.old))),
                    .text(arrayText(whole.map(\.new))),
                ])
            try connection.execute(
                "delete from \(table) where version_key = any($1::integer[])", [.text(arrayText(gone))])
            try connection.execute(
                "delete from ledger.rolled_up where rollup = $1 and version_key = any($2::integer[])",
                [.text(definition.name), .text(arrayText(gone))])
            try connection.execute(
                "insert into ledger.rolled_up (rollup, version_key) select $1, unnest($2::integer[])",
                [.text(definition.name), .text(arrayText(Set(whole.map(\.new)).sorted()))])
        }
    }

    private var inOrder: [RollupDefinition] { held.keys.sorted { $0.name < $1.name } }

    /// The statements that bring the rollups to what a project's reports ask for.
    func statements(for wanted: [RollupDefinition], loads: [String: Set<Int32>]) -> [String] {
        let unwanted = inOrder.filter { !wanted.contains($0) }
        // Who has a snapshot in which the old table is filled would find the new one of its name empty, without an error.
        // Every reader holds its facts, in this order, from before its snapshot on; so readers are outlasted.
        let facts = Set(unwanted.map(\.fact)).sorted().map { "only store.\(quoted($0))" }
        let lock = facts.isEmpty ? [] : ["lock table \(facts.joined(separator: ", ")) in access exclusive mode"]
        return lock + unwanted.flatMap { RollupTable($0).removal }
            + wanted.flatMap { definition -> [String] in
                let table = RollupTable(definition)
                guard let held = held[definition] else { return table.creation }
                let missing = (loads[definition.fact] ?? []).subtracting(held).sorted()
                return missing.isEmpty ? [] : table.addition(of: missing)
            }
    }
}
