extension Project {
    /// How many combinations of members a month may have in a rollup that answers several kinds of questions.
    private static let mostCombinations = 2_000

    /// The monthly rollups that answer what the reports ask, in the order of their names.
    ///
    /// Each kind of question needs some roles; kinds of which one needs all that another needs share a rollup, and so do
    /// those whose roles together have few combinations of members.
    package var rollups: [RollupDefinition] {
        let demands = Set(reports.values.flatMap(\.sheets).flatMap(demands))
        var rollups: [RollupDefinition] = []
        for (_, group) in Dictionary(grouping: demands, by: { [$0.fact, $0.date] }) {
            guard let first = group.first else { continue }
            let measures = group.flatMap(\.measures)
            rollups += merged(Set(group.map(\.roles)), fact: first.fact).map {
                RollupDefinition(fact: first.fact, date: first.date, roles: $0, measures: measures)
            }
        }
        return rollups.sorted { $0.name < $1.name }
    }

    /// What the tables of a sheet need.
    private func demands(of sheet: SheetDefinition) -> [MonthlyDemand] {
        switch sheet.content {
        case .figures(let figures):
            figures.flatMap { figure in
                demands(figure.metric.value, by: figure.ranking.map { [$0.by.value] } ?? [], figure.filters)
            }
        case .explanation(let explanation):
            demands(explanation.metric.value, by: explanation.by.map(\.value), explanation.filters)
        case .table(let table):
            table.columns.flatMap { demands($0.value, by: table.rows.map(\.value), table.filters) }
        }
    }

    private func demands(_ metric: String, by: [String], _ filters: [Filter]) -> [MonthlyDemand] {
        let resolver = AttributeResolver(dimensions: dimensions)
        return MetricCatalogue(metrics: metrics, facts: facts).simpleMetrics(of: metric).compactMap { metric in
            guard case .simple(let simple) = metric.kind, let fact = facts[simple.fact.value] else { return nil }
            return MonthlyDemand(
                [simple], by: by, filters: filters, of: fact, date: simple.date?.value ?? fact.event.value, resolver)
        }
    }

    /// Joins sets of roles, the small ones first, as long as a month has few combinations of their members.
    private func merged(_ sets: Set<Set<String>>, fact: String) -> [Set<String>] {
        var merged: [Set<String>] = []
        // In an order that depends on nothing but the names.
        for roles in sets.sorted(by: {
            ($0.count, $0.sorted().joined(separator: " ")) < ($1.count, $1.sorted().joined(separator: " "))
        }) {
            let index = merged.firstIndex { other in
                roles.isSubset(of: other) || other.isSubset(of: roles)
                    || combinations(of: roles.union(other), fact) <= Self.mostCombinations
            }
            if let index { merged[index].formUnion(roles) } else { merged.append(roles) }
        }
        return merged.filter { roles in !merged.contains { roles.isStrictSubset(of: $0) } }
    }

    /// How many combinations of members some roles have; beyond all bounds where members are not known beforehand.
    private func combinations(of roles: Set<String>, _ fact: String) -> Int {
        var product = 1
        for role in roles {
            guard let dimension = facts[fact]?.role(role).flatMap({ dimensions[$0.dimension.value] }),
                case .file(let path) = dimension.members,
                let table = references.values.first(where: {
                    $0.file == path.value || $0.file.hasSuffix("/\(path.value)")
                })
            else { return .max }
            let (next, isTooLarge) = product.multipliedReportingOverflow(by: max(table.rows.count, 1))
            guard !isTooLarge else { return .max }
            product = next
        }
        return product
    }
}
