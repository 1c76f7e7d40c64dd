/// What a pipeline makes of a column of its source.
package struct ColumnDemand: Sendable {
    package enum Use: Sendable {
        /// A value of a type.
        case value(ColumnType)
        /// A day that points into a calendar.
        case day
        /// A part of the natural key of a member.
        case key
        /// A personal identifier, which is replaced.
        case identifier
    }

    /// The name of the source column, where the mapping names it.
    package let column: Located<String>
    /// The field it fills.
    package let target: String
    package let use: Use
    /// The form of a day, as it is declared.
    package let form: Located<String>?
    /// The era that days are written in.
    package var calendar = ColumnMapping.Calendar.gregorian
    /// Whether source spellings are replaced before they are read.
    package let isMapped: Bool

    /// What a pipeline makes of each column that it reads, in the order of its fields.
    package static func all(of pipeline: PipelineDefinition, in project: Project) -> [ColumnDemand] {
        pipeline.columns.flatMap { mapping in
            mapping.from.map { column in
                ColumnDemand(
                    column: column, target: mapping.target.value, use: use(of: mapping, pipeline, project),
                    form: mapping.date, calendar: mapping.calendar, isMapped: !mapping.map.isEmpty)
            }
        }
    }

    private static func use(of mapping: ColumnMapping, _ pipeline: PipelineDefinition, _ project: Project) -> Use {
        if mapping.pseudonymOf != nil { return .identifier }
        if mapping.lookup != nil { return .key }
        let target = mapping.target.value
        if let fact = project.facts[pipeline.load.value] {
            if fact.role(target) != nil { return mapping.date == nil ? .key : .day }
            return .value(fact.column(target)?.type ?? fact.measure(target)?.type ?? .text)
        }
        if target == "valid_from" { return .value(.date) }
        return .value(project.dimensions[pipeline.load.value]?.column(target)?.type ?? .text)
    }
}
