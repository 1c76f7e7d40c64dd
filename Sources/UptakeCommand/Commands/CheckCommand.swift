import ArgumentParser
import Definitions
import Foundation
import Postgres
import Warehouse

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check every definition, against each other and against the database",
        discussion: """
            Prints every error at once, each as file:line:column: error: what is wrong; what would be right.
            """)

    @Flag(help: "Check the definitions only, without a database.") var offline = false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        for warning in session.warnings { Console.result(warning.description) }
        if !offline {
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
            "No errors: \(project.dimensions.count) dimensions, \(project.facts.count) facts, \(project.pipelines.count) pipelines, \(project.metrics.count) metrics, \(project.reports.count) reports."
        )
    }
}
