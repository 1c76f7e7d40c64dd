internal import Definitions
internal import Postgres

/// The keys of a dimension that rows carry on days on which another version holds, or none.
struct MovedKeys {
    let dimension: DimensionDefinition
    let moves: [MemberMove]
    /// Placeholders that gave up some of their days and have others left.
    var shrunk: [MemberVersion] = []
}

extension MovedKeys {
    init(_ changes: MemberChanges) {
        dimension = changes.dimension
        moves = changes.moves
        let moved = Set(moves.map(\.oldKey))
        shrunk = changes.opened.filter { $0.inferred && !$0.isEmpty && moved.contains($0.key) }
    }
}

extension MovedKeys {
    /// Finds the keys that rows of some versions of slices carry on other days than their versions': rows that come back
    /// after members have changed.
    static func stale(
        in pairs: [RekeyedLeaf.Pair], of fact: FactDefinition, in project: Project, on connection: borrowing Connection
    ) throws -> [MovedKeys] {
        var found: [String: Set<Int32>] = [:]
        guard !pairs.isEmpty, let event = fact.role(fact.event.value)?.keyColumn else { return [] }
        let versions = Set(pairs.map(\.version)).sorted().map(String.init).joined(separator: ", ")
        for role in fact.roles {
            guard let dimension = project.dimensions[role.dimension.value] else { continue }
            switch dimension.members {
            case .calendar, .deliveries: continue
            case .file, .pipeline: break
            }
            let rows = try connection.query(
                """
                select distinct f.\(quoted(role.keyColumn))
                from store.\(quoted(fact.name.value)) f
                join \(RekeyedLeaf.pairTable) on o.slice_key = f.slice_key and o.version_key = f.version_key
                join store.\(quoted(dimension.name.value)) d
                    on d.\(quoted(dimension.keyColumn)) = f.\(quoted(role.keyColumn)) and d.known_to = 'infinity'
                where f.version_key in (\(versions)) and d.\(quoted(dimension.keyColumn)) > 0
                  and (to_date(f.\(quoted(event))::text, 'yyyymmdd') < d.valid_from
                       or to_date(f.\(quoted(event))::text, 'yyyymmdd') >= d.valid_to)
                """, [.text(arrayText(pairs.map(\.slice))), .text(arrayText(pairs.map(\.version)))])
            for row in 0..<rows.rowCount {
                if let key = rows.int64(row, 0) {
                    found[dimension.name.value, default: []].insert(Int32(truncatingIfNeeded: key))
                }
            }
        }
        return try found.sorted { $0.key < $1.key }.compactMap { name, keys in
            guard let dimension = project.dimensions[name] else { return nil }
            return MovedKeys(
                dimension: dimension, moves: try MemberLoad(dimension).moves(of: keys, on: connection))
        }
    }
}
