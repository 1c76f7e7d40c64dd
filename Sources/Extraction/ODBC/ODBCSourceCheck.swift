package import Definitions
internal import ODBC

/// Checks the connection string of a source as far as that goes without the database: its form, its keys, its driver.
package struct ODBCSourceCheck {
    private let definition: DatabaseSourceDefinition

    package init(_ definition: DatabaseSourceDefinition) { self.definition = definition }

    /// Reports what is wrong.
    ///
    /// - Parameter declaration: where the connection is declared.
    /// - Returns: whether a connection can be tried.
    package func passes(
        _ connectionString: String, declaredAt declaration: SourceLocation, _ collector: DiagnosticCollector
    ) -> Bool {
        do throws(ODBCError) {
            let check = ConnectionStringCheck(
                drivers: try ODBCRegistry.drivers(), dataSources: try ODBCRegistry.dataSources())
            let findings = check.findings(in: connectionString)
            for finding in findings {
                collector.report(
                    Diagnostic(
                        finding.isWarning ? .warning : .error, at: declaration,
                        "connection `\(definition.connection.value)`: \(finding.message)", remedy: finding.remedy))
            }
            return findings.allSatisfy(\.isWarning)
        } catch {
            collector.error(at: declaration, "the ODBC driver manager does not work: \(error.description)")
            return false
        }
    }
}
