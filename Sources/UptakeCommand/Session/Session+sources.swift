import Definitions
import Extraction

extension Session {
    /// Checks sources against their real databases, as far as their connections are known here; no row is read.
    ///
    /// - Returns: what could not be checked, and why.
    func checkSources(_ collector: DiagnosticCollector) throws -> [String] {
        var unchecked: [String] = []
        for pipeline in project.pipelinesInOrder {
            guard case .odbc(let definition) = pipeline.source,
                let named = project.settings.connections.first(where: { $0.name == definition.connection })
            else { continue }
            do throws(KeyError) {
                let connectionString = try connectionString(of: named)
                ODBCSourceCheck(
                    definition, ColumnDemand.all(of: pipeline, in: project), timeZone: project.settings.timeZone.value
                ).run(connectionString: connectionString, declaredAt: named.name.location, collector)
            } catch {
                unchecked.append(
                    "\(definition.query.location): the query and the types of its columns were not checked: \(error)")
            }
        }
        return unchecked
    }

    private func connectionString(of named: ProjectSettings.NamedConnection) throws(KeyError) -> String {
        do {
            return try source(named)
        } catch {
            throw error as? KeyError ?? KeyError(message: "\(error)")
        }
    }
}
