internal import Definitions
internal import Extraction
internal import Transformation

/// Opens source databases by the names that a project gives them.
struct SourceConnection {
    private let project: Project
    private let resolve: (ProjectSettings.NamedConnection) throws -> String

    init(_ project: Project, _ resolve: @escaping (ProjectSettings.NamedConnection) throws -> String) {
        self.project = project
        self.resolve = resolve
    }

    /// Connects and describes the query of a pipeline; no row moves.
    func open(_ pipeline: PipelineDefinition, _ definition: DatabaseSourceDefinition) throws -> any SourceDatabase {
        guard let named = project.settings.connections.first(where: { $0.name == definition.connection }) else {
            throw PipelineError(
                pipeline: pipeline.name.value, "there is no connection `\(definition.connection.value)`")
        }
        return try PostgresDatabase(
            definition, conninfo: try resolve(named), timeZone: project.settings.timeZone.value)
    }
}

/// Holds the columns of a query against the fields of the star that they fill.
func misfits(of pipeline: PipelineDefinition, _ columns: [SourceColumn], in project: Project) -> [ColumnMisfit] {
    let fields: [TargetField] =
        if let fact = project.facts[pipeline.load.value] {
            TargetField.fields(of: fact, in: project)
        } else if let dimension = project.dimensions[pipeline.load.value] {
            TargetField.fields(of: dimension, in: project)
        } else {
            []
        }
    let targets = fields.map { field -> (String, ColumnTarget) in
        switch field.purpose {
        case .calendar: (field.name, .day)
        case .member: (field.name, .member)
        case .value(let type): (field.name, .value(type))
        }
    }
    return misfits(of: pipeline, columns, targets: Dictionary(uniqueKeysWithValues: targets))
}
