internal import Definitions
internal import Postgres

/// A new leaf filled with the kept rows of others: as they are, but for their version.
struct CompactedLeaf {
    let fact: FactDefinition
    let content: CompactionPlan.NewLeaf
    /// The numbers of its versions, by layer.
    let versions: [Int32]

    private var leaf: Leaf { Leaf(fact, version: versions[0]) }
    var name: String { leaf.name }
    private var versionList: String { versions.map(String.init).joined(separator: ", ") }

    /// Creates, fills, indexes and analyses it, in the caller's transaction.
    func build(from leaves: [StoredLeaf], on connection: borrowing Connection) throws {
        try create(on: connection)
        let columns = ["delivery_key", "line"] + fact.fields.compactMap(fact.tableColumn)
        for source in leaves where content.moves.contains(where: { source.versions.contains($0.version) }) {
            try connection.execute(
                """
                insert into \(leaf.table) (slice_key, version_key, \(columns.map(quoted).joined(separator: ", ")))
                select f.slice_key, m.new_version, \(columns.map { "f.\(quoted($0))" }.joined(separator: ", "))
                from leaf.\(quoted(source.name)) f
                join \(moved) on m.slice_key = f.slice_key and m.version_key = f.version_key
                """, values(of: source))
        }
        try index(on: connection)
        try leaf.analyze(on: connection)
    }

    private func create(on connection: borrowing Connection) throws {
        // With the check, attaching scans nothing.
        try connection.execute(
            """
            create table \(leaf.table) (
                like store.\(quoted(fact.name.value)) including comments, check (version_key in (\(versionList))))
            """)
    }

    private func index(on connection: borrowing Connection) throws {
        if content.isLive {
            guard try leaf.buildUniqueIndex(on: connection) else {
                throw CompactionError(fact: fact.name.value, "two published rows of a slice share their grain")
            }
            return
        }
        // Looking back asks for a few versions of many; a repeated row of history is told like any error.
        let grain = fact.grain.compactMap { fact.tableColumn($0.value) }.map(quoted).joined(separator: ", ")
        try connection.execute("create unique index on \(leaf.table) (version_key, slice_key, \(grain))")
    }

    /// Makes it a partition of the fact, in the caller's transaction; no reader waits for it.
    func attach(on connection: borrowing Connection) throws {
        try connection.execute(
            """
            alter table store.\(quoted(fact.name.value)) attach partition \(leaf.table) for values in (\(versionList))
            """)
    }

    /// Which version each pair has and gets, as a table of three parameters.
    private var moved: String {
        "unnest($1::integer[], $2::integer[], $3::integer[]) as m (slice_key, version_key, new_version)"
    }

    private func values(of source: StoredLeaf) -> [SQLValue] {
        let own = Set(source.versions)
        return Self.parameters(of: content.moves.filter { own.contains($0.version) }, versions)
    }

    /// The parameters that name moves: slices, the versions they have and those they get.
    static func parameters(of moves: [CompactionPlan.Move], _ versions: [Int32]) -> [SQLValue] {
        [
            .text(arrayText(moves.map(\.slice))), .text(arrayText(moves.map(\.version))),
            .text(arrayText(moves.map { versions[$0.layer] })),
        ]
    }

    // MARK: Audit

    /// Holds the new leaf against the old ones and both against the ledger: rows and sums of every pair.
    func audit(against leaves: [StoredLeaf], on connection: borrowing Connection) throws {
        let sums = fact.measures.filter(\.type.isNumeric).map { ", sum(f.\(quoted($0.name.value)))" }.joined()
        var before: [[String?]] = []
        for source in leaves where content.moves.contains(where: { source.versions.contains($0.version) }) {
            before += try rows(
                """
                select f.slice_key, m.new_version, count(*)\(sums)
                from leaf.\(quoted(source.name)) f
                join \(moved) on m.slice_key = f.slice_key and m.version_key = f.version_key
                group by 1, 2
                """, values(of: source), on: connection)
        }
        let after = try rows(
            "select f.slice_key, f.version_key, count(*)\(sums) from \(leaf.table) f group by 1, 2", [], on: connection)
        let counted = Set(before.map { $0.prefix(3).map { $0 ?? "" } })
        let expected = Set(
            content.moves.filter { $0.rows > 0 }.map { ["\($0.slice)", "\(versions[$0.layer])", "\($0.rows)"] })
        guard counted == expected else {
            throw CompactionError(
                fact: fact.name.value,
                "the ledger and the leaves do not agree on \(counted.symmetricDifference(expected).count) counts of rows"
            )
        }
        guard before.count == after.count, Set(before) == Set(after) else {
            throw CompactionError(fact: fact.name.value, "leaf \(name) does not hold what the leaves before it held")
        }
    }

    private func rows(
        _ sql: String, _ values: [SQLValue], on connection: borrowing Connection
    ) throws -> [[String?]] {
        let rows = try connection.query(sql, values)
        return (0..<rows.rowCount).map { row in (0..<rows.columnCount).map { rows.text(row, $0) } }
    }
}
