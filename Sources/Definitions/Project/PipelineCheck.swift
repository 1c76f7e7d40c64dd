/// Checks one pipeline against its target, its dimensions and its reference tables.
struct PipelineCheck {
    let project: Project
    let pipeline: PipelineDefinition
    let collector: DiagnosticCollector

    func run() {
        if let fact = project.facts[pipeline.load.value] {
            check(against: fact)
        } else if let dimension = project.dimensions[pipeline.load.value] {
            check(against: dimension)
        } else {
            collector.error(
                at: pipeline.load.location, "there is no fact or dimension `\(pipeline.load.value)`",
                remedy: suggestion(pipeline.load.value, Array(project.facts.keys) + Array(project.dimensions.keys)))
        }
        checkSource()
        checkPersonalData()
        DeliveryCheck(project: project, pipeline: pipeline, collector: collector).run()
        StatedTotalCheck(project: project, pipeline: pipeline, collector: collector).run()
    }

    private func check(against fact: FactDefinition) {
        var filled: Set<String> = []
        for column in pipeline.columns {
            let target = column.target.value
            if !filled.insert(target).inserted {
                collector.error(at: column.target.location, "`\(target)` is filled twice", remedy: "keep one")
            }
            if let role = fact.role(target) {
                check(column, role: role)
            } else if let type = fact.column(target)?.type ?? fact.measure(target)?.type {
                check(column, type: type)
            } else {
                collector.error(
                    at: column.target.location, "fact `\(fact.name.value)` has no field `\(target)`",
                    remedy: suggestion(target, fact.fields))
            }
        }
        let optional =
            fact.roles.filter(\.optional).map(\.name.value) + fact.columns.filter(\.optional).map(\.name.value)
            + fact.measures.filter(\.optional).map(\.name.value)
        for field in fact.fields where !filled.contains(field) && !optional.contains(field) {
            collector.error(
                at: pipeline.location, "pipeline `\(pipeline.name.value)` does not fill `\(field)`",
                remedy: "add it under `columns`, or declare it optional in the fact")
        }
        if let slice = pipeline.slice {
            if fact.role(slice.of.value).map({ project.dimensions[$0.dimension.value]?.isCalendar ?? false }) != true {
                collector.error(
                    at: slice.of.location, "`\(slice.of.value)` is not a calendar role of the fact",
                    remedy: "a slice is a period of such a role")
            } else if fact.role(slice.of.value)?.optional == true {
                collector.error(
                    at: slice.of.location, "a row may lack `\(slice.of.value)`",
                    remedy: "a slice is a period of a role that every row has")
            }
            if let part = slice.part, pipeline.column(part.value)?.from.count != 1 {
                collector.error(
                    at: part.location, "`\(part.value)` is not a field read from one source column",
                    remedy: "name a field that tells the senders apart")
            }
        } else {
            collector.error(
                at: pipeline.location, "pipeline `\(pipeline.name.value)` does not say what a later delivery replaces",
                remedy: "add `slice: { by: month, of: \(fact.event.value) }`")
        }
        for total in pipeline.totals where fact.measure(total.value) == nil {
            collector.error(
                at: total.location, "`\(total.value)` is not a measure of fact `\(fact.name.value)`",
                remedy: suggestion(total.value, fact.measures.map(\.name.value)))
        }
        for check in pipeline.checks { self.check(check, fact: fact) }
    }

    private func check(_ column: ColumnMapping, role: FactDefinition.Role) {
        guard let dimension = project.dimensions[role.dimension.value] else { return }
        if dimension.isCalendar {
            if column.date == nil {
                collector.error(
                    at: column.target.location, "`\(column.target.value)` is a day without a form",
                    remedy: "add `date: yyyy-MM-dd` as the source writes it")
            }
            return
        }
        guard let lookup = column.lookup else {
            collector.error(
                at: column.target.location,
                "`\(column.target.value)` is a member of dimension `\(role.dimension.value)`",
                remedy: "add `lookup: \(role.dimension.value).\(dimension.key.first?.value ?? "")`")
            return
        }
        check(lookup, of: column, in: dimension)
    }

    private func check(_ lookup: ColumnMapping.Lookup, of column: ColumnMapping, in dimension: DimensionDefinition) {
        if lookup.dimension != dimension.name.value {
            collector.error(
                at: lookup.location, "`\(column.target.value)` belongs to dimension `\(dimension.name.value)`",
                remedy: "look it up there")
            return
        }
        if let name = lookup.column {
            if dimension.column(name) == nil {
                collector.error(
                    at: lookup.location, "dimension `\(dimension.name.value)` has no column `\(name)`",
                    remedy: suggestion(name, dimension.columns.map(\.name.value)))
            } else if column.notFound == .infer, dimension.key.map(\.value) != [name] {
                collector.error(
                    at: lookup.location, "a member cannot be inferred from `\(name)`",
                    remedy: "look it up by the dimension's key")
            }
        } else if column.value == nil, column.from.count != dimension.key.count {
            collector.error(
                at: lookup.location,
                "the key of `\(dimension.name.value)` has \(dimension.key.count) columns, `from` has \(column.from.count)",
                remedy: "give them in the order \(dimension.key.map(\.value).joined(separator: ", "))")
        }
    }

    private func check(_ column: ColumnMapping, type: ColumnType) {
        if (type == .date || type == .timestamp) && column.date == nil {
            collector.error(
                at: column.target.location, "`\(column.target.value)` is a \(type) without a form",
                remedy: "add `date: yyyy-MM-dd` as the source writes it")
        }
        if (type == .pseudonym) != (column.pseudonymOf != nil) {
            collector.error(
                at: column.target.location,
                "`\(column.target.value)` is a \(type) and \(column.pseudonymOf == nil ? "has no" : "has a") `pseudonym_of`",
                remedy: "a pseudonym and only a pseudonym is made of a personal identifier")
        }
        if !type.isNumeric, let bound = column.minimum ?? column.maximum {
            collector.error(at: bound.location, "`\(column.target.value)` is a \(type) and has no minimum or maximum")
        }
        if let lookup = column.lookup {
            collector.error(
                at: lookup.location, "`\(column.target.value)` is not a dimension role", remedy: "drop `lookup`")
        }
    }

    private func check(against dimension: DimensionDefinition) {
        var filled: Set<String> = []
        for column in pipeline.columns {
            let target = column.target.value
            if !filled.insert(target).inserted {
                collector.error(at: column.target.location, "`\(target)` is filled twice", remedy: "keep one")
            }
            if target == "valid_from" {
                if column.date == nil {
                    collector.error(
                        at: column.target.location, "`valid_from` is a day without a form",
                        remedy: "add `date: yyyy-MM-dd` as the source writes it")
                }
                continue
            }
            guard let declared = dimension.column(target) else {
                collector.error(
                    at: column.target.location, "dimension `\(dimension.name.value)` has no column `\(target)`",
                    remedy: suggestion(target, dimension.columns.map(\.name.value) + ["valid_from"]))
                continue
            }
            if let reference = declared.references.flatMap({ project.dimensions[$0.value] }) {
                guard let lookup = column.lookup else {
                    collector.error(
                        at: column.target.location, "`\(target)` references dimension `\(reference.name.value)`",
                        remedy: "add `lookup: \(reference.name.value).\(reference.key.first?.value ?? "")`")
                    continue
                }
                check(lookup, of: column, in: reference)
            } else {
                check(column, type: declared.type)
            }
        }
        for key in dimension.key where !filled.contains(key.value) {
            collector.error(
                at: pipeline.location, "pipeline `\(pipeline.name.value)` does not fill the key column `\(key.value)`")
        }
        if let slice = pipeline.slice {
            collector.error(at: slice.of.location, "a dimension has no slices", remedy: "drop `slice`")
        }
        for total in pipeline.totals {
            collector.error(at: total.location, "a dimension has no measures", remedy: "drop `totals`")
        }
    }

    private func check(_ check: CheckDefinition, fact: FactDefinition) {
        func day(_ field: Located<String>) {
            let isDay =
                fact.role(field.value).flatMap { project.dimensions[$0.dimension.value]?.isCalendar }
                ?? (fact.column(field.value)?.type == .date)
            if !isDay {
                collector.error(at: field.location, "`\(field.value)` is not a day of fact `\(fact.name.value)`")
            }
        }
        func column(_ name: String, of table: Located<String>) {
            guard let reference = project.references[table.value] else {
                collector.error(
                    at: table.location, "there is no table `warehouse/reference/\(table.value).csv`",
                    remedy: suggestion(table.value, project.references.keys))
                return
            }
            if reference.column(name) == nil {
                collector.error(
                    at: table.location, "table `\(table.value)` has no column `\(name)`",
                    remedy: "it has \(reference.columns.joined(separator: ", "))")
            }
        }
        func known(_ field: Located<String>) {
            if !fact.fields.contains(field.value) {
                collector.error(
                    at: field.location, "fact `\(fact.name.value)` has no field `\(field.value)`",
                    remedy: suggestion(field.value, fact.fields))
            }
        }
        switch check.rule {
        case .order(let fields): fields.forEach(day)
        case .allowed(let fields, let table):
            for field in fields {
                known(field)
                column(field.value, of: table)
            }
        case .refuse(let conditions): conditions.forEach { known($0.field) }
        case .notBefore(let field, let table, let by):
            day(field)
            for part in by {
                known(part)
                column(part.value, of: table)
            }
            column("opened_on", of: table)
        }
    }

    private func checkSource() {
        if let connection = pipeline.source.database?.connection,
            !project.settings.connections.contains(where: { $0.name == connection })
        {
            collector.error(
                at: connection.location, "there is no connection `\(connection.value)`",
                remedy: "declare it under `connections:` in \(Project.fileName)")
        }
        switch pipeline.source {
        case .fixedWidth(let source):
            let fields = source.record(source.row.value)?.fields.map(\.name.value) ?? []
            for column in pipeline.sourceColumns where !fields.contains(column.value) {
                collector.error(
                    at: column.location, "record `\(source.row.value)` has no field `\(column.value)`",
                    remedy: suggestion(column.value, fields))
            }
        case .odbc(let source):
            let named = project.settings.connections.first { $0.name == source.connection }
            if named?.privateDatabase != nil {
                collector.error(
                    at: source.connection.location,
                    "connection `\(source.connection.value)` may lead to the private server, which is PostgreSQL's",
                    remedy: "read it by `postgres:`, or drop `private_database:` in \(Project.fileName)")
            }
        case .csv, .postgres: break
        }
    }

    private func checkPersonalData() {
        guard let column = pipeline.columns.first(where: { $0.pseudonymOf != nil }) else { return }
        if project.settings.pseudonymKey == nil {
            collector.error(
                at: column.target.location, "`\(column.target.value)` is a pseudonym, and the project has no key",
                remedy: "declare `pseudonym_key: { file: … }` in \(Project.fileName)")
        }
    }
}
