import Foundation
import Synchronization

/// A MariaDB server of the tests' own, on a Unix socket in a temporary folder, without any network.
package final class MariaDBServer: Sendable {
    /// Whether server, client and ODBC driver are there; `scripts/install-packages --tests` installs them.
    package static let isInstalled =
        [server, client, installer].allSatisfy(FileManager.default.isExecutableFile) && hasDriver("MariaDB Unicode")
    package static let whereToGet: String =
        "Run `scripts/install-packages --tests`, which installs MariaDB's server and driver."

    private static let server = "/usr/sbin/mariadbd"
    private static let client = "/usr/bin/mariadb"
    private static let installer = "/usr/bin/mariadb-install-db"

    package let directory: String
    private let guardian = Mutex<RunningProgram?>(nil)
    private let account: [String]
    private static let databaseCount = Atomic<Int>(0)

    private var socket: String { directory + "/socket" }

    /// Makes the system's tables and starts the server; it takes about four seconds.
    private init(in directory: String) throws {
        self.directory = directory
        let data = directory + "/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
        // Root may not run it, and nobody else can give its folders away.
        var account: [String] = []
        if geteuid() == 0, let nobody = getpwnam("nobody")?.pointee {
            account = ["--user=nobody"]
            for path in [directory, data] { chown(path, nobody.pw_uid, nobody.pw_gid) }
        }
        let installed = try runProgram(
            Self.installer,
            [
                "--no-defaults", "--datadir=\(data)", "--tmpdir=\(data)", "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--innodb-log-file-size=8M", "--skip-name-resolve",
            ] + account)
        guard installed.status == 0 else { throw MariaDBFailure(message: installed.standardError) }
        self.account = account
        try start()
    }

    /// Starts the server, which is not running.
    package func start() throws {
        let data = directory + "/data"
        // The shell ends the server when the tests have ended, however they did.
        let words =
            [
                // A server that starts clears away all temporary tables of its folder, those of others among them.
                Self.server, "--no-defaults", "--datadir=\(data)", "--tmpdir=\(data)", "--socket=\(directory)/socket",
                "--skip-networking",
                "--pid-file=\(directory)/pid", "--log-error=\(directory)/log", "--character-set-server=utf8mb4",
                "--innodb-log-file-size=8M", "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0",
                "--skip-innodb-doublewrite", "--skip-log-bin", "--max-allowed-packet=64M",
            ] + account
        try guardian.withLock {
            $0 = try RunningProgram(
                "sh",
                [
                    "-c",
                    """
                    # A process group with a stopped member is told to hang up when its parent ends.
                    trap '' HUP
                    tests=$1; shift
                    "$@" & server=$!
                    trap 'kill -KILL $server; exit' TERM
                    while kill -0 $tests && kill -0 $server; do sleep 0.2; done 2>/dev/null
                    kill -KILL $server
                    """, "guardian", "\(getpid())",
                ] + words)
        }
        let end = Date().addingTimeInterval(30)
        while try run("select 1").status != 0 {
            guard Date() < end else {
                throw MariaDBFailure(message: try run("select 1").standardError)
            }
            usleep(20_000)
        }
    }

    /// Sends the server a signal: SIGKILL ends it as a fault of the machine does, SIGSTOP makes it silent until SIGCONT.
    package func send(_ signal: Int32) throws {
        let text = try String(contentsOfFile: directory + "/pid", encoding: .utf8)
        guard let process = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)), kill(process, signal) == 0
        else { throw MariaDBFailure(message: "there is no server `\(text)` to send a signal to") }
        guard signal == SIGKILL else { return }
        while kill(process, 0) == 0 { usleep(10_000) }
    }

    private func stop() {
        guardian.withLock { program in
            program?.send(SIGTERM)
            _ = try? program?.wait(atMost: 10)
            program = nil
        }
    }

    private func run(_ sql: String, database: String? = nil) throws -> ProgramOutcome {
        try runProgram(
            Self.client,
            [
                "--no-defaults", "--socket=\(socket)", "--user=root", "--batch", "--skip-column-names",
                "--default-character-set=utf8mb4",
            ] + (database.map { ["--database=\($0)"] } ?? []) + ["--execute", sql])
    }

    /// A database on the server.
    package struct Database: Sendable {
        package let name: String
        fileprivate let server: MariaDBServer

        /// How the ODBC driver reaches it.
        package var connectionString: String { connectionString(user: "root") }

        package func connectionString(user: String, password: String? = nil) -> String {
            "Driver=MariaDB Unicode;SOCKET=\(server.socket);DATABASE=\(name);UID=\(user)"
                + (password.map { ";PWD=\($0)" } ?? "")
        }

        /// Runs SQL with MariaDB's own client and returns what it prints: rows by line, columns parted by tabs.
        @discardableResult
        package func sql(_ text: String) throws -> String {
            let outcome = try server.run(text, database: name)
            guard outcome.status == 0 else { throw MariaDBFailure(message: "\(outcome.standardError) in: \(text)") }
            return outcome.standardOutput.trimmingCharacters(in: .newlines)
        }
    }

    /// Creates an empty database on the server that all tests of this process share, lends it, then drops it.
    package static func withDatabase<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let server = try shared.get()
        let name = "test_\(databaseCount.add(1, ordering: .relaxed).newValue)"
        _ = try server.run("create database \(name) character set utf8mb4")
        let result = Swift.Result { try body(Database(name: name, server: server)) }
        _ = try server.run("drop database \(name)")
        return try result.get()
    }

    /// Starts a server of its own, lends it with an empty database, and stops it.
    package static func withServer<Result>(_ body: (MariaDBServer, Database) throws -> Result) throws -> Result {
        let server = try MariaDBServer(in: try TemporaryDirectory.create())
        defer {
            server.stop()
            TemporaryDirectory.remove(server.directory)
        }
        _ = try server.run("create database test_alone character set utf8mb4")
        return try body(server, Database(name: "test_alone", server: server))
    }

    private static let shared: Result<MariaDBServer, any Error> = Result {
        let server = try MariaDBServer(in: try TemporaryDirectory.create())
        atexit {
            guard case .success(let server) = MariaDBServer.shared else { return }
            server.stop()
            TemporaryDirectory.remove(server.directory)
        }
        return server
    }
}

package struct MariaDBFailure: Error, CustomStringConvertible {
    package let message: String
    package var description: String { message }
}

/// Whether an ODBC driver is registered on this machine.
package func hasDriver(_ name: String) -> Bool {
    do { return try String(contentsOfFile: "/etc/odbcinst.ini", encoding: .utf8).contains("[\(name)]") } catch {
        // Without the file no driver is registered at all.
        return false
    }
}
