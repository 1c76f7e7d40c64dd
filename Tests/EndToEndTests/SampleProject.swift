import Foundation
import TestSupport

/// This repository's own project, run once from an empty database in a folder of its own.
struct SampleProject {
    let directory: String
    /// What `uptake up` printed.
    let output: String
    let status: Int32

    /// Runs the whole way, lends the project to the body, and removes everything again.
    static func run(_ body: (SampleProject) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            for item in ["uptake.yaml", "pipelines", "warehouse", "reports", "sample-data", "scripts"] {
                try copyTree("\(repositoryDirectory)/\(item)", to: "\(directory)/\(item)")
            }
            let filled = try runProgram("\(directory)/scripts/fill-operations", [uptakeProgram], in: directory)
            guard filled.status == 0 else { throw Failure(what: "fill-operations", message: filled.standardError) }
            let outcome = try runUptake(["up"], in: directory)
            guard outcome.status == 0 else { throw Failure(what: "uptake up", message: outcome.standardError) }
            try body(
                SampleProject(directory: directory, output: outcome.standardOutput, status: outcome.status))
        }
    }

    struct Failure: Error {
        let what: String
        let message: String
    }

    func uptake(_ arguments: String...) throws -> ProgramOutcome { try runUptake(arguments, in: directory) }

    func workbook(_ name: String) throws -> Workbook { try Workbook.read("\(directory)/workbooks/\(name).xlsx") }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(directory)/workbooks/\(name).xlsx"))
    }

    /// Rows of a query on the warehouse, by psql.
    func query(_ sql: String) throws -> [String] {
        let connection = try uptake("server", "connect", "--url").standardOutput
        return try queryDatabase(connection.trimmingCharacters(in: .whitespacesAndNewlines), sql)
            .split(separator: "\n").map(String.init)
    }
}
