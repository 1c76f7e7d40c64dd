internal import Definitions
internal import Postgres

/// The table of a rollup: `rollup.NAME`, one row per slice, load, month and members.
struct RollupTable {
    let definition: RollupDefinition

    init(_ definition: RollupDefinition) { self.definition = definition }

    var table: String { "\(RollupDefinition.schema).\(quoted(definition.name))" }
    private var fact: String { "store.\(quoted(definition.fact))" }
    private var dateColumn: String { quoted("\(definition.date)_key") }

    /// The rows that summarise those of a table.
    ///
    /// A day's key is `yyyymmdd`, that of a month its first day's; keys below zero mean that there is no day.
    func summary(of source: String) -> String {
        let month =
            "case when f.\(dateColumn) > 0 then f.\(dateColumn) - f.\(dateColumn) % 100 + 1 else f.\(dateColumn) end"
        let keys =
            ["f.slice_key", "f.version_key", "\(month) as \(dateColumn)"]
            + definition.roles.map { "f.\(quoted("\($0)_key"))" }
        let sums = definition.measures.map { "sum(f.\(quoted($0)))::numeric as \(quoted($0))" }
        let groups = (1...keys.count).map(String.init).joined(separator: ", ")
        return
            "select \((keys + ["count(*) as \(quoted(RollupDefinition.rows))"] + sums).joined(separator: ", ")) from \(source) f group by \(groups)"
    }

    /// The statements that make it and fill it with what is there; a table of that name is replaced.
    var creation: [String] {
        let sources = "f.version_key in (select version_key from ledger.load where fact = \(literal(definition.fact)))"
        let comment =
            "Rows of \(definition.fact) by month of \(definition.date)"
            + (definition.roles.isEmpty ? "" : " and by \(definition.roles.joined(separator: ", "))")
        return removal + [
            "create table \(table) as \(summary(of: "(select * from \(fact) f where \(sources))"))",
            "create index on \(table) (\(dateColumn))",
            "comment on table \(table) is \(literal(comment))",
            """
            insert into ledger.rollup (rollup, fact, date_role, roles, measures)
            values (\(literal(definition.name)), \(literal(definition.fact)), \(literal(definition.date)), \
            \(literal(namesText(definition.roles))), \(literal(namesText(definition.measures))))
            """,
            """
            insert into ledger.rolled_up (rollup, version_key)
            select \(literal(definition.name)), version_key from ledger.load where fact = \(literal(definition.fact))
            """, "analyze \(table)",
        ]
    }

    /// The statements that add loads which were published while nobody kept it.
    func addition(of versions: [Int32]) -> [String] {
        let list = versions.map(String.init).joined(separator: ", ")
        return [
            "delete from \(table) where version_key in (\(list))",
            "insert into \(table) \(summary(of: "(select * from \(fact) f where f.version_key in (\(list)))"))",
            """
            insert into ledger.rolled_up (rollup, version_key)
            select \(literal(definition.name)), unnest(array[\(list)])
            """, "analyze \(table)",
        ]
    }

    /// The statements that take it away.
    var removal: [String] {
        [
            "drop table if exists \(table)",
            "delete from ledger.rolled_up where rollup = \(literal(definition.name))",
            "delete from ledger.rollup where rollup = \(literal(definition.name))",
        ]
    }
}

/// An array of names as PostgreSQL reads it; names hold nothing that would need quotes.
private func namesText(_ names: [String]) -> String { "{\(names.joined(separator: ","))}" }
