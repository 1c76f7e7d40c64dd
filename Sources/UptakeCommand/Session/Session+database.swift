import Definitions
import Foundation
import Postgres
import PrivateServer
import Warehouse

extension Session {
    /// How to reach the warehouse: `--database`, `UPTAKE_DATABASE_URL`, libpq's own variables, or the private server.
    func warehouse() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        if let named = options.database ?? environment["UPTAKE_DATABASE_URL"], !named.isEmpty { return named }
        if ["PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"].contains(where: { environment[$0] != nil }) {
            return ""
        }
        return try privateDatabase(project.settings.name.value)
    }

    /// Starts or reaches the private server and makes sure that a database is there.
    func privateDatabase(_ name: String) throws -> String {
        let endpoint = try privateServer.start()
        let administration = try Connection(connecting: endpoint.connectionString(database: "postgres"))
        let found = try administration.query("select from pg_database where datname = $1", [.text(name)])
        if found.rowCount == 0 {
            do throws(PostgresError) {
                try administration.execute("create database \(quoted(name)) encoding 'UTF8' template template0")
            } catch {
                // Another process may have created it in the meantime.
                guard error.sqlState == "42P04" || error.sqlState == "23505" else { throw error }
            }
        }
        return endpoint.connectionString(database: name)
    }

    /// Refuses a warehouse that an earlier version has made and that nothing has migrated since.
    func requireCurrentLedger(on connection: borrowing Connection) throws {
        guard try LedgerSchema.isCurrent(on: connection), try RuleSchema.exists(on: connection) else {
            throw UsageError("The warehouse lacks tables of this version. Run `uptake migrate` first.")
        }
    }

    var privateServer: PrivateServer { PrivateServer(projectDirectory: project.directory) }

    /// How to reach a source database; its secret comes from the environment or a file, never from a definition.
    func source(_ connection: ProjectSettings.NamedConnection) throws -> String {
        if let variable = connection.environment, let value = ProcessInfo.processInfo.environment[variable],
            !value.isEmpty
        {
            return value
        }
        if let file = connection.file {
            let path = file.hasPrefix("/") ? file : "\(project.directory)/\(file)"
            if FileManager.default.fileExists(atPath: path) {
                try requireOwnerOnly(path)
                return try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            }
        }
        if let database = connection.privateDatabase { return try privateDatabase(database) }
        throw KeyError(
            message: "connection `\(connection.name.value)` leads nowhere: set \(connection.environment ?? "its file")")
    }
}
