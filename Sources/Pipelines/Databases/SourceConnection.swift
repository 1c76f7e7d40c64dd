internal import Definitions
internal import Extraction

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
        let text = try connectionString(of: definition)
        let zone = project.settings.timeZone.value
        if case .odbc = pipeline.source {
            return try ODBCDatabase(definition, connectionString: text, timeZone: zone)
        }
        return try PostgresDatabase(definition, conninfo: text, timeZone: zone)
    }

    func connectionString(of definition: DatabaseSourceDefinition) throws -> String {
        guard let named = named(definition) else {
            throw ExtractionError(
                .missingInput, source: definition.connection.value, "there is no such connection",
                remedy: "declare it under `connections:` in \(Project.fileName)")
        }
        return try resolve(named)
    }

    /// Where the connection is declared.
    func named(_ definition: DatabaseSourceDefinition) -> ProjectSettings.NamedConnection? {
        project.settings.connections.first { $0.name == definition.connection }
    }
}
