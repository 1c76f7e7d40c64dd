package import Definitions
package import Postgres

/// Holds the members of dimensions against the hierarchies that are declared of them.
package struct HierarchyAudit {
    /// What is wrong at one level of a hierarchy.
    package struct Finding: Sendable, Equatable {
        package enum Kind: Sendable, Equatable {
            /// Members that stand under nothing there.
            case gap
            /// Members of the level below that stand under two at the same time.
            case twoParents
        }

        package let hierarchy: String
        package let location: SourceLocation
        package let kind: Kind
        package let level: String
        /// How many members are concerned, and the first of them with what stands above it.
        package let count: Int
        package let example: String

        /// The finding in words.
        package var text: String {
            switch kind {
            case .gap: "hierarchy `\(hierarchy)`: no `\(level)` above \(count) members, such as \(example)"
            case .twoParents:
                "hierarchy `\(hierarchy)`: two `\(level)` at the same time above \(count) members, such as \(example)"
            }
        }
    }

    private let project: Project

    package init(_ project: Project) { self.project = project }

    /// Looks at the members of a dimension as they are known; placeholders stand nowhere yet.
    package func findings(
        in dimension: DimensionDefinition, on connection: borrowing Connection
    ) throws -> [Finding] {
        try dimension.hierarchies.flatMap { try findings($0, in: dimension, on: connection) }
    }

    private func findings(
        _ hierarchy: HierarchyDefinition, in dimension: DimensionDefinition, on connection: borrowing Connection
    ) throws -> [Finding] {
        let members = try members(hierarchy, of: dimension)
        var findings: [Finding] = []
        func add(_ kind: Finding.Kind, _ level: Located<String>, _ sql: String) throws {
            let row = try connection.query("with member as (\n\(members)\n) \(sql)")
            guard let count = row.int(0, 0), count > 0 else { return }
            findings.append(
                Finding(
                    hierarchy: hierarchy.name.value, location: level.location, kind: kind, level: level.value,
                    count: count, example: row.text(0, 1) ?? ""))
        }
        for index in hierarchy.levels.indices.dropFirst() {
            let (child, parent) = ("l\(index)", "l\(index + 1)")
            try add(
                .gap, hierarchy.levels[index],
                """
                select count(distinct \(child)), min(\(child)) from member
                where coalesce(\(parent), '') = '' and coalesce(\(child), '') <> ''
                """)
            try add(
                .twoParents, hierarchy.levels[index],
                """
                , suspect as (
                    select \(child) from member group by \(child) having count(distinct \(parent)) > 1
                )
                select count(distinct a.\(child)),
                       min(a.\(child) || ' (' || a.\(parent) || ', ' || b.\(parent) || ')')
                from suspect s
                join member a on a.\(child) = s.\(child)
                join member b on b.\(child) = s.\(child)
                where a.\(parent) < b.\(parent) and a.valid_from < b.valid_to and b.valid_from < a.valid_to
                """)
        }
        return findings
    }

    /// One row per version of a member, with the text of each level.
    private func members(_ hierarchy: HierarchyDefinition, of dimension: DimensionDefinition) throws -> String {
        let resolver = AttributeResolver(dimensions: project.dimensions)
        var joins: [String] = []
        var levels: [String] = []
        for (number, level) in hierarchy.levels.enumerated() {
            let (steps, value) = try resolver.resolve(level.value, within: dimension)
            var (alias, target) = ("m", dimension)
            for (depth, step) in steps.enumerated() {
                let next = "j\(number)_\(depth)"
                let key = quoted(step.dimension.keyColumn)
                // Keys below zero are the members "missing" and "not applicable": nothing stands there.
                joins.append(
                    """
                    left join store.\(quoted(step.dimension.name.value)) \(next)
                        on \(next).\(key) = \(alias).\(quoted(step.through.tableColumn)) and \(next).\(key) > 0
                        and \(next).known_to = 'infinity'
                    """)
                (alias, target) = (next, step.dimension)
            }
            let columns: [DimensionDefinition.Column] =
                switch value {
                case .column(let column): [column]
                case .localized(let english, let thai): [english, thai]
                case .member, .own: target.key.compactMap { target.column($0.value) }
                }
            let texts = columns.map { "\(alias).\(quoted($0.tableColumn))::text" }
            levels.append("nullif(concat_ws(' ', \(texts.joined(separator: ", "))), '') as l\(number + 1)")
        }
        return """
            select \(levels.joined(separator: ", ")), m.valid_from, m.valid_to
            from store.\(quoted(dimension.name.value)) m
            \(joins.joined(separator: "\n"))
            where m.known_to = 'infinity' and m.\(quoted(dimension.keyColumn)) > 0 and not m.inferred
                and m.valid_from < m.valid_to
            """
    }
}
