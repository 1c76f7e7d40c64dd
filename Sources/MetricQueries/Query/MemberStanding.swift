internal import Definitions
internal import Postgres

/// Which version stands for each version of a dimension today: the member's last one that has begun, or that of the
/// member which took it over, and of the one which took that over, to the end.
///
/// A member that was divided among several has no single one to stand for it and stays what it was last.
struct MemberStanding {
    /// Successors of successors are followed over as many generations as two to this power.
    private static let doublings = 10

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
        // Each step goes from an heir to the heir of that one, and so twice as far as the step before: a recursive query
        // cannot be distributed.
        let steps = (1...Self.doublings).map { step in
            """
            heir_\(step) as (
                select h.member, coalesce(n.heir, h.heir) as heir
                from heir_\(step - 1) h left join heir_\(step - 1) n on n.member = h.heir
            )
            """
        }
        return """
            with \(versions), heir_0 as (
                select \(part) as member, \(successor) as heir
                from version where place = 1 and \(successor) is not null
            ), \(steps.joined(separator: ", "))
            select v.\(key) as was_key, n.\(key) as now_key
            from version v
            left join heir_\(Self.doublings) l on l.member = v.\(part)
            join version n on n.place = 1 and n.\(part) = coalesce(l.heir, v.\(part))
            """
    }
}
