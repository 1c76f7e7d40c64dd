import ArgumentParser
import Definitions
import Foundation
import Pipelines
import Postgres
import Warehouse

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check every definition, against each other and against the databases",
        discussion: """
            Prints every error at once, each as file:line:column: error: what is wrong; what would be right. Queries of
            other databases are held against their real columns, where their connections are known; no row is read.
            """)

    @Flag(help: "Check the definitions only, without any database.") var offline = false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        for warning in session.warnings { Console.result(warning.description) }
        if !offline {
            try checkSources(session)
            let connection = try Connection(connecting: try session.warehouse())
            let statements = try Migration(session.project).statements(on: connection)
            if statements.isEmpty {
                let audit = HierarchyAudit(session.project)
                for dimension in session.project.dimensionsInOrder {
                    for finding in try audit.findings(in: dimension, on: connection) {
                        Console.result("\(finding.location): warning: \(finding.text)")
                    }
                }
            } else {
                session.note(
                    "The database lacks what is declared: `uptake migrate` would run \(statements.count) statements.")
            }
        }
        let project = session.project
        Console.result(
            "No errors: \(project.dimensions.count) dimensions, \(project.facts.count) facts, \(project.pipelines.count) pipelines, \(project.rules.count) rules, \(project.metrics.count) metrics, \(project.reports.count) reports."
        )
    }

    /// Holds the columns of every source database against what they are to become.
    private func checkSources(_ session: Session) throws {
        let collector = DiagnosticCollector()
        let unchecked = SourceCheck(session.project, session.source).run(collector)
        for note in unchecked { session.note(note) }
        for diagnostic in collector.sorted { Console.result(diagnostic.description) }
        let errors = collector.sorted.count { $0.severity == .error }
        if errors > 0 { throw InvalidDefinitions(count: errors) }
    }
}
