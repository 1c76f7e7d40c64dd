internal import Definitions
internal import Postgres

/// Which version stands for each version of a dimension today: the member's last one that has begun, or that of the
/// member which took it over, and of the one which took that over, to the end.
///
/// A member that was divided among several has no single one to stand for it and stays what it was last.
struct MemberStanding {
    private let dimension: DimensionDefinition
    private let known: String
    private let today: String

    /// - Parameters:
    ///   - known: the condition that a row `m` is what was known.
    ///   - today: the day that it is, as SQL.
    init(_ dimension: DimensionDefinition, known: String, today: String) {
        self.dimension = dimension
        self.known = known
        self.today = today
    }

    /// A query of `was_key` and `now_key`, one row per version.
    var sql: String {
        let key = quoted(dimension.keyColumn)
        let parts = dimension.key.compactMap { dimension.column($0.value)?.tableColumn }.map(quoted)
        let successor = dimension.successor.flatMap { dimension.column($0.value)?.tableColumn }.map(quoted)
        // What is known of a member comes before placeholders, what has begun before what is planned.
        let window = """
            over (
                    partition by \(parts.map { "m.\($0)" }.joined(separator: ", "))
                    order by m.valid_from >= m.valid_to, m.inferred, m.valid_from > \(today), m.valid_from desc, m.\(key)
                )
            """
        let source = "from store.\(quoted(dimension.name.value)) m\n    where \(known) and m.\(key) > 0"
        guard let successor, let part = parts.first, parts.count == 1 else {
            return "    select m.\(key) as was_key, first_value(m.\(key)) \(window) as now_key\n    \(source)"
        }
        let versions = """
            version as (
                select m.\(key), m.\(part), m.\(successor), row_number() \(window) as place
                \(source)
            )
            """
        return """
            with recursive \(versions), heir as (
                select \(part) as member, \(successor) as heir, 1 as generation
                from version where place = 1 and \(successor) is not null
                union all
                select h.member, n.\(successor), h.generation + 1
                from heir h join version n on n.place = 1 and n.\(part) = h.heir
                where n.\(successor) is not null and h.generation < 1000
            ), last_heir as (
                select distinct on (member) member, heir from heir order by member, generation desc
            )
            select v.\(key) as was_key, n.\(key) as now_key
            from version v
            left join last_heir l on l.member = v.\(part)
            join version n on n.place = 1 and n.\(part) = coalesce(l.heir, v.\(part))
            """
    }
}
