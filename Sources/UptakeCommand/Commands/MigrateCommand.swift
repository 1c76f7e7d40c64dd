import ArgumentParser
import Postgres
import Warehouse

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to what the project declares",
        discussion: "Only adds: a table, a column, a role, a wider type. Anything else is refused with the reason.")

    @Flag(help: "Print the SQL and change nothing.") var dryRun = false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        let conninfo = try session.warehouse()
        guard dryRun else {
            try session.migrate(conninfo: conninfo)
            Console.result("The database is as declared.")
            return
        }
        let connection = try Connection(connecting: conninfo)
        for statement in try Migration(session.project).statements(on: connection) { Console.result("\(statement);\n") }
    }
}
