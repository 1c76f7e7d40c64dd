import Foundation

/// Finds PostgreSQL's server programs.
struct ServerPrograms: Sendable, Hashable {
    static let oldestVersion = 15

    let folder: String
    let version: Int

    var initdb: String { folder + "/initdb" }
    var postgres: String { folder + "/postgres" }

    /// Finds the programs that fit the data, or for new data the first of at least the oldest version.
    static func find(for server: ServerFolder) throws(PrivateServerError) -> ServerPrograms {
        let needed = server.isInitialised ? try dataVersion(of: server) : nil
        let folders = try candidateFolders()
        var found: [String] = []
        for folder in folders {
            guard let version = try version(in: folder) else { continue }
            if let needed {
                if version == needed { return ServerPrograms(folder: folder, version: version) }
            } else if version >= oldestVersion {
                return ServerPrograms(folder: folder, version: version)
            }
            found.append("\(version) in \(folder)")
        }
        if let needed { throw .wrongVersion(dataFolder: server.data, needed: needed, found: found) }
        throw .noProgramsFound(tooOld: found)
    }

    /// Lists folders that hold `initdb`: pg_config's, then Debian's from the latest version, then PATH.
    private static func candidateFolders() throws(PrivateServerError) -> [String] {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        var folders: [String] = []
        if let configuration = path.map({ $0 + "/pg_config" }).first(where: isExecutable) {
            let outcome = try ChildProgram(words: [configuration, "--bindir"]).run()
            if outcome.succeeded {
                folders.append(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        let debian = "/usr/lib/postgresql"
        folders += namesInFolder(debian).compactMap { Int($0) }.sorted(by: >).map { "\(debian)/\($0)/bin" }
        folders += path
        var seen: Set<String> = []
        return folders.filter { seen.insert($0).inserted && isExecutable($0 + "/initdb") }
    }

    private static func isExecutable(_ path: String) -> Bool {
        path.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: path)
    }

    /// Reads the major version from, for example, `postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)`.
    private static func version(in folder: String) throws(PrivateServerError) -> Int? {
        let outcome = try ChildProgram(words: [folder + "/postgres", "--version"]).run()
        guard outcome.succeeded else { return nil }
        let words = outcome.output.split(whereSeparator: { $0 == " " || $0 == "\n" })
        return words.lazy.compactMap { Int($0.prefix { $0.isNumber }) }.first
    }

    private static func dataVersion(of server: ServerFolder) throws(PrivateServerError) -> Int {
        let file = server.data + "/PG_VERSION"
        guard let text = readSmallFile(file),
            let version = Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else {
            throw .cannotRun(program: "PostgreSQL on \(server.data)", reason: "\(file) is missing or damaged")
        }
        return version
    }
}
