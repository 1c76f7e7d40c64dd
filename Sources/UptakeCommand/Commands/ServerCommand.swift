import ArgumentParser
import Foundation
import PrivateServer

struct ServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server", abstract: "Start, stop or reach the project's private PostgreSQL server",
        subcommands: [Start.self, Stop.self, Connect.self])

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start the server, or find it running")
        @OptionGroup var options: GlobalOptions

        mutating func run() throws {
            let session = try Session(options)
            let endpoint = try session.privateServer.start()
            Console.result("The server listens in \(endpoint.socketDirectory), on no network.")
        }
    }

    struct Stop: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stop the server; what was committed stays")
        @OptionGroup var options: GlobalOptions

        mutating func run() throws {
            let directory = try Session.directory(options)
            let stopped = try PrivateServer(projectDirectory: directory).stop()
            Console.result(stopped ? "The server has stopped." : "The server was not running.")
        }
    }

    struct Connect: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open psql on the warehouse, or print how to connect",
            discussion: "Example: psql \"$(uptake server connect --url)\"")
        @Flag(help: "Print the connection string instead of opening psql.") var url = false
        @Option(name: .customLong("named"), help: "Another database of the private server; created when missing.")
        var name: String?
        @OptionGroup var options: GlobalOptions

        mutating func run() throws {
            let session = try Session(options)
            let conninfo = try name.map(session.privateDatabase) ?? session.warehouse()
            if url {
                Console.result(conninfo)
                return
            }
            var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("psql"), strdup(conninfo), nil]
            execvp("psql", &arguments)
            throw UsageError("psql cannot be started: \(String(cString: strerror(errno))). Install postgresql-client.")
        }
    }
}
