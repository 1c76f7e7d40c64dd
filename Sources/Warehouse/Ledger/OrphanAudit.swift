package import Definitions
package import Postgres

/// Finds published rows of a fact whose member nobody has described.
///
/// A row is an orphan when it points to the member "missing", since its code was not found, or to a placeholder that a
/// load has inferred from the row itself. A role that a row does not have ("not applicable") makes no orphan.
package struct OrphanAudit {
    /// How many rows of a role are orphans.
    package struct Count: Encodable, Sendable, Equatable {
        package let fact: String
        package let role: String
        /// Rows whose code was not found.
        package let missing: Int
        /// Rows whose member is a placeholder.
        package let inferred: Int

        package init(fact: String, role: String, missing: Int, inferred: Int) {
            self.fact = fact
            self.role = role
            self.missing = missing
            self.inferred = inferred
        }
    }

    private let fact: FactDefinition
    private let roles: [(role: FactDefinition.Role, dimension: DimensionDefinition)]

    package init(_ fact: FactDefinition, in project: Project) {
        self.fact = fact
        roles = fact.roles.compactMap { role in
            project.dimensions[role.dimension.value].flatMap { $0.isCalendar ? nil : (role, $0) }
        }
    }

    private var table: String { "store.\(quoted(fact.name.value))" }

    /// The surrogate key of the member "missing"; "not applicable" is -2 (DESIGN §4).
    private static let missingKey = -1

    private static func missing(_ role: FactDefinition.Role) -> String {
        "f.\(quoted(role.keyColumn)) = \(missingKey)"
    }

    /// Nil for a dimension whose members are written by hand: nothing is inferred there.
    private static func inferred(_ role: FactDefinition.Role, _ dimension: DimensionDefinition) -> String? {
        guard case .pipeline = dimension.members else { return nil }
        let key = quoted(dimension.keyColumn)
        return
            "f.\(quoted(role.keyColumn)) in (select \(key) from store.\(quoted(dimension.name.value)) where inferred and known_to = 'infinity')"
    }

    // MARK: Counting

    /// Counts the orphans of every role; roles without any are left out.
    ///
    /// It reads all rows of the fact, so the ledger keeps the answer until other slices are published or other members
    /// are placeholders.
    package func published(on connection: borrowing Connection) throws -> [Count] {
        guard !roles.isEmpty else { return [] }
        let counts = try connection.transaction("begin isolation level repeatable read") { connection in
            try connection.execute("lock table \(table) in access share mode")
            let (mark, versions) = try state(on: connection)
            let known = try connection.query(
                "select role, missing, inferred from ledger.orphan_audit where fact = $1 and mark = $2",
                [.text(fact.name.value), .text(mark)])
            if known.rowCount == roles.count {
                let byRole = (0..<known.rowCount).map { row in
                    Count(
                        fact: fact.name.value, role: known.text(row, 0) ?? "", missing: known.int(row, 1) ?? 0,
                        inferred: known.int(row, 2) ?? 0)
                }
                return roles.compactMap { entry in byRole.first { $0.role == entry.role.name.value } }
            }
            let counts = try count(versions, on: connection)
            try keep(counts, mark, on: connection)
            return counts
        }
        return counts.filter { $0.missing > 0 || $0.inferred > 0 }
    }

    /// Names the published slices and the placeholders, and lists the versions that hold them.
    private func state(on connection: borrowing Connection) throws -> (mark: String, versions: String) {
        let pairs = try connection.query(
            """
            select coalesce(string_agg(distinct p.version_key::text, ', '), '-1'),
                   md5(coalesce(string_agg(p.slice_key || ':' || p.version_key, ',' order by p.slice_key), ''))
            from ledger.published p join ledger.load l using (version_key) where l.fact = $1
            """, [.text(fact.name.value)])
        var mark = pairs.text(0, 1) ?? ""
        for name in Set(roles.map(\.dimension.name.value)).sorted() {
            guard let dimension = roles.first(where: { $0.dimension.name.value == name })?.dimension,
                case .pipeline = dimension.members
            else { continue }
            let key = quoted(dimension.keyColumn)
            let keys = try connection.query(
                """
                select md5(coalesce(string_agg(\(key)::text, ',' order by \(key)), ''))
                from store.\(quoted(name)) where inferred and known_to = 'infinity'
                """)
            mark += " " + (keys.text(0, 0) ?? "")
        }
        return (mark, pairs.text(0, 0) ?? "-1")
    }

    private func count(_ versions: String, on connection: borrowing Connection) throws -> [Count] {
        let columns = roles.flatMap { role, dimension in
            [
                "count(*) filter (where \(Self.missing(role)))",
                Self.inferred(role, dimension).map { "count(*) filter (where \($0))" } ?? "0",
            ]
        }
        let row = try connection.query(
            """
            select \(columns.joined(separator: ",\n    "))
            from \(table) f
            join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
            where f.version_key in (\(versions))
            """)
        return roles.enumerated().map { index, entry in
            Count(
                fact: fact.name.value, role: entry.role.name.value, missing: row.int(0, 2 * index) ?? 0,
                inferred: row.int(0, 2 * index + 1) ?? 0)
        }
    }

    private func keep(_ counts: [Count], _ mark: String, on connection: borrowing Connection) throws {
        for count in counts {
            try connection.execute(
                """
                insert into ledger.orphan_audit (fact, role, mark, missing, inferred, checked_at)
                values ($1, $2, $3, $4, $5, now())
                on conflict (fact, role) do update set mark = excluded.mark, missing = excluded.missing,
                    inferred = excluded.inferred, checked_at = excluded.checked_at
                """,
                [
                    .text(fact.name.value), .text(count.role), .text(mark), .integer(count.missing),
                    .integer(count.inferred),
                ])
        }
    }

    // MARK: Listing

    /// One orphan, with what is known of all orphans of its period.
    package struct Row: Sendable {
        /// The period as a number: 20240630, 202406, 20242 or 2024.
        package let period: Int
        package let day: Int32
        package let source: String
        package let line: Int
        /// The natural key of the placeholder; empty for "missing".
        package let member: String
        package let value: String?
        package let rowsOfPeriod: Int
        package let sumOfPeriod: String?
    }

    /// The first orphans of each period of a span, by day, file and line.
    ///
    /// In one statement, since each look reads all rows of the span.
    ///
    /// - Parameters:
    ///   - days: keys of the calendar, the end not included.
    ///   - most: how many of a period are listed; all are counted.
    package func rows(
        of name: String, sum: String?, every: PipelineDefinition.Expectation.Rhythm, days: Range<Int32>, most: Int,
        on connection: borrowing Connection
    ) throws -> [Row] {
        guard let (role, dimension) = roles.first(where: { $0.role.name.value == name }),
            let event = fact.role(fact.event.value)
        else { return [] }
        let (_, versions) = try state(on: connection)
        let day = "f.\(quoted(event.keyColumn))"
        let value = sum.flatMap { fact.tableColumn($0) }.map { "f.\(quoted($0))" } ?? "null::numeric"
        let isOrphan = ([Self.missing(role)] + [Self.inferred(role, dimension)].compactMap { $0 })
            .joined(separator: " or ")
        let key = quoted(dimension.keyColumn)
        let natural = dimension.key.compactMap { dimension.column($0.value)?.tableColumn }.map { "m.\(quoted($0))" }
        let rows = try connection.query(
            """
            with orphan as (
                select \(Self.period(every, day)) as period, \(day) as day, f.delivery_key, f.line,
                       f.\(quoted(role.keyColumn)) as member_key, \(value) as value
                from \(table) f
                join ledger.published p on p.slice_key = f.slice_key and p.version_key = f.version_key
                where f.version_key in (\(versions)) and \(day) >= $1 and \(day) < $2 and (\(isOrphan))
            ), numbered as (
                select *, row_number() over (partition by period order by day, delivery_key, line) as number,
                       count(*) over (partition by period) as rows_of_period,
                       sum(value) over (partition by period) as sum_of_period
                from orphan
            )
            select n.period, n.day, d.source, n.line, concat_ws(' ', \(natural.joined(separator: ", "))), n.value,
                   n.rows_of_period, n.sum_of_period
            from numbered n
            join ledger.delivery d using (delivery_key)
            left join store.\(quoted(dimension.name.value)) m
                on m.\(key) = n.member_key and m.\(key) > 0 and m.known_to = 'infinity'
            where n.number <= $3
            order by n.period, n.number
            """, [.integer(Int64(days.lowerBound)), .integer(Int64(days.upperBound)), .integer(most)])
        return (0..<rows.rowCount).map { row in
            Row(
                period: rows.int(row, 0) ?? 0, day: Int32(truncatingIfNeeded: rows.int64(row, 1) ?? 0),
                source: rows.text(row, 2) ?? "", line: rows.int(row, 3) ?? 0, member: rows.text(row, 4) ?? "",
                value: rows.text(row, 5), rowsOfPeriod: rows.int(row, 6) ?? 0, sumOfPeriod: rows.text(row, 7))
        }
    }

    /// The period of a day key, which is the number yyyymmdd.
    private static func period(_ every: PipelineDefinition.Expectation.Rhythm, _ day: String) -> String {
        switch every {
        case .day: day
        case .month: "\(day) / 100"
        case .quarter: "\(day) / 10000 * 10 + (\(day) / 100 % 100 + 2) / 3"
        case .year: "\(day) / 10000"
        }
    }
}
