package import Definitions
internal import Extraction

/// Holds the queries of all source databases against what the project declares, before any row moves.
package struct SourceCheck {
    private let project: Project
    private let connections: SourceConnection

    package init(_ project: Project, _ resolve: @escaping (ProjectSettings.NamedConnection) throws -> String) {
        self.project = project
        connections = SourceConnection(project, resolve)
    }

    /// Reports what does not fit.
    ///
    /// - Returns: a sentence for each source that cannot be reached, and so could not be checked.
    package func run(_ collector: DiagnosticCollector) -> [String] {
        project.pipelinesInOrder.compactMap { pipeline in
            guard let definition = pipeline.source.database else { return nil }
            do {
                try check(pipeline, definition, collector)
                return nil
            } catch let error as ExtractionError where error.kind == .badInput {
                collector.error(at: definition.query.location, error.message, remedy: error.remedy)
                return nil
            } catch {
                return "\(definition.query.location): the query and the types of its columns were not checked: \(error)"
            }
        }
    }

    private func check(
        _ pipeline: PipelineDefinition, _ definition: DatabaseSourceDefinition, _ collector: DiagnosticCollector
    ) throws {
        if case .odbc = pipeline.source, let named = connections.named(definition) {
            let string = try connections.connectionString(of: definition)
            guard ODBCSourceCheck(definition).passes(string, declaredAt: named.name.location, collector) else { return }
        }
        let database = try connections.open(pipeline, definition)
        for misfit in database.misfits(ColumnDemand.all(of: pipeline, in: project)) {
            collector.error(at: misfit.location, misfit.message, remedy: misfit.remedy)
        }
        for concern in database.concerns {
            collector.warning(at: definition.query.location, concern.message, remedy: concern.remedy)
        }
        guard definition.isIncremental else { return }
        let survey = try SourceSurvey(pipeline, definition, database)
        for total in survey.uncompared where definition.reconciles {
            collector.warning(
                at: total.location,
                "`\(total.value)` is no number in the query, so `reconcile` cannot compare its sum and sees no change of it alone",
                remedy: "cast it to a decimal in the query at \(definition.query.location), or add a `watermark`")
        }
    }
}
