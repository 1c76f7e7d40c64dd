package import Definitions
internal import ODBC

/// Checks a source against its real database: the connection, the query, the types of its columns; no row is read.
package struct ODBCSourceCheck {
    private let definition: ODBCSourceDefinition
    private let demands: [ColumnDemand]
    private let timeZone: String

    /// - Parameters:
    ///   - demands: what is made of which columns.
    ///   - timeZone: the zone that timestamps are delivered in.
    package init(_ definition: ODBCSourceDefinition, _ demands: [ColumnDemand], timeZone: String) {
        self.definition = definition
        self.demands = demands
        self.timeZone = timeZone
    }

    /// Reports what is wrong.
    ///
    /// - Parameter declaration: where the connection is declared.
    package func run(connectionString: String, declaredAt declaration: SourceLocation, _ collector: DiagnosticCollector)
    {
        do throws(ODBCError) {
            let check = ConnectionStringCheck(
                drivers: try ODBCRegistry.drivers(), dataSources: try ODBCRegistry.dataSources())
            for finding in check.findings(in: connectionString) {
                collector.report(
                    Diagnostic(
                        finding.isWarning ? .warning : .error, at: declaration,
                        "connection `\(definition.connection.value)`: \(finding.message)", remedy: finding.remedy))
            }
            if check.findings(in: connectionString).contains(where: { !$0.isWarning }) { return }
        } catch {
            collector.error(at: declaration, "the ODBC driver manager does not work: \(error.description)")
            return
        }
        do throws(ExtractionError) {
            let session = try ODBCSession(definition, connectionString, deliveredIn: timeZone)
            let cursor = try session.prepare(definition.query.value)
            if cursor.collectsResults {
                collector.warning(
                    at: definition.query.location,
                    "MariaDB's driver holds all rows of a query in memory before version 3.2",
                    remedy: "install a later one, or ask for a part at a time where they are many")
            }
            for objection in ColumnFit(session, system: cursor.system).objections(to: cursor.columns, demands) {
                collector.error(at: objection.location, objection.message, remedy: objection.remedy)
            }
        } catch {
            let place = error.kind == .missingInput ? declaration : definition.query.location
            collector.error(at: place, error.message, remedy: error.remedy)
        }
    }
}
