extension Project {
    /// Checks every definition against the others.
    func check(_ collector: DiagnosticCollector) {
        checkDimensions(collector)
        checkFacts(collector)
        for pipeline in pipelines.values {
            PipelineCheck(project: self, pipeline: pipeline, collector: collector).run()
        }
        MetricDefinition.check(
            metrics, facts: facts, dimensions: dimensions, units: settings.units, references: references,
            collector: collector)
        for rule in rules.values { RuleCheck(project: self, rule: rule, collector: collector).run() }
        ReportDefinition.check(
            reports, metrics: metrics, facts: facts, dimensions: dimensions, references: references,
            collector: collector)
    }

    private func checkDimensions(_ collector: DiagnosticCollector) {
        for dimension in dimensions.values {
            for column in dimension.columns {
                guard let reference = column.references else { continue }
                guard let target = dimensions[reference.value] else {
                    collector.error(
                        at: reference.location, "there is no dimension `\(reference.value)`",
                        remedy: suggestion(reference.value, dimensions.keys))
                    continue
                }
                if target.key.count != 1 || target.isVersioned || reference == dimension.name {
                    collector.error(
                        at: reference.location, "`\(reference.value)` cannot be referenced from a dimension",
                        remedy: "reference another dimension with a key of one column and without versions")
                }
            }
            checkMembers(of: dimension, collector)
            checkHierarchies(of: dimension, collector)
        }
        if dimensionsInOrder.count == dimensions.count, let cycle = referenceCycle() {
            collector.error(at: cycle.location, "dimension `\(cycle.name.value)` references itself in a circle")
        }
    }

    private func checkHierarchies(of dimension: DimensionDefinition, _ collector: DiagnosticCollector) {
        let resolver = AttributeResolver(dimensions: dimensions)
        for level in dimension.hierarchies.flatMap(\.levels) {
            do { _ = try resolver.resolve(level.value, within: dimension) } catch {
                collector.error(at: level.location, error.message, remedy: error.remedy)
            }
        }
    }

    private func referenceCycle() -> DimensionDefinition? {
        var done: Set<String> = []
        for dimension in dimensionsInOrder {
            for column in dimension.columns {
                if let reference = column.references?.value, dimensions[reference] != nil, !done.contains(reference) {
                    return dimension
                }
            }
            done.insert(dimension.name.value)
        }
        return nil
    }

    private func checkMembers(of dimension: DimensionDefinition, _ collector: DiagnosticCollector) {
        let feeds = pipelines.values.filter { $0.load == dimension.name }
        switch dimension.members {
        case .file(let path):
            for feed in feeds {
                collector.error(
                    at: feed.load.location,
                    "dimension `\(dimension.name.value)` has its members from `\(path.value)` already",
                    remedy: "feed it by the file or by a pipeline, never by both")
            }
            let name = path.value.split(separator: "/").last.map { String($0) } ?? ""
            guard path.value == "reference/\(name)", name.hasSuffix(".csv"),
                let table = references[String(name.dropLast(4))]
            else {
                collector.error(
                    at: path.location, "there is no table `\(path.value)` in `warehouse/`",
                    remedy: "write it as `reference/NAME.csv`")
                return
            }
            checkColumns(of: table, against: dimension, collector)
        case .pipeline:
            if feeds.isEmpty {
                collector.error(
                    at: dimension.location, "dimension `\(dimension.name.value)` has no members",
                    remedy: "name a file with `members:` or write a pipeline that loads it")
            }
        case .calendar, .deliveries:
            for feed in feeds {
                collector.error(at: feed.load.location, "`\(dimension.name.value)` is filled by the engine itself")
            }
        }
    }

    private func checkColumns(
        of table: ReferenceTable, against dimension: DimensionDefinition, _ collector: DiagnosticCollector
    ) {
        let header = SourceLocation(file: table.file, line: 1, column: 1)
        let names = dimension.columns.map(\.name.value)
        for column in table.columns where !names.contains(column) && column != "valid_from" {
            collector.error(
                at: header, "column `\(column)` is not one of dimension `\(dimension.name.value)`",
                remedy: suggestion(column, names))
        }
        for name in names where !table.columns.contains(name) {
            collector.error(at: header, "column `\(name)` of dimension `\(dimension.name.value)` is missing")
        }
        let keys = (dimension.key.map(\.value) + ["valid_from"]).compactMap { table.column($0) }
        var seen: [[String]: Int] = [:]
        for (row, line) in zip(table.rows, table.lines) {
            let key = keys.map { row[$0] }
            if let earlier = seen.updateValue(line, forKey: key) {
                collector.error(
                    at: SourceLocation(file: table.file, line: line, column: 1),
                    "the member `\(key.joined(separator: ", "))` is on line \(earlier) already")
            }
        }
    }

    private func checkFacts(_ collector: DiagnosticCollector) {
        for fact in facts.values {
            for role in fact.roles where dimensions[role.dimension.value] == nil {
                collector.error(
                    at: role.dimension.location, "there is no dimension `\(role.dimension.value)`",
                    remedy: suggestion(role.dimension.value, dimensions.keys))
            }
            if let role = fact.role(fact.event.value),
                dimensions[role.dimension.value].map({ !$0.isCalendar }) ?? false
                    || role.optional
            {
                collector.error(
                    at: fact.event.location, "`event` names `\(fact.event.value)`, which is no required calendar role",
                    remedy: "name a role of a calendar dimension that every row has")
            }
            for measure in fact.measures where settings.units[measure.unit.value] == nil {
                collector.error(
                    at: measure.unit.location, "there is no unit `\(measure.unit.value)`",
                    remedy: "declare it under `units:` in \(Project.fileName)")
            }
            if dimensions[fact.name.value] != nil {
                collector.error(at: fact.name.location, "`\(fact.name.value)` is the name of a dimension too")
            }
        }
    }
}

/// Words a remedy: the nearest of the known names, or all of them.
func suggestion(_ word: String, _ known: some Sequence<String>) -> String {
    let known = known.sorted()
    if let nearest = nearestWord(to: word, among: known) { return "did you mean `\(nearest)`?" }
    return known.isEmpty ? "there is none" : "there are \(known.map { "`\($0)`" }.joined(separator: ", "))"
}
