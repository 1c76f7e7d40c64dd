import Foundation
import PrivateServer

/// Creates a folder, lends its path to `body`, then stops the private servers in it and removes it.
///
/// It lies directly in /tmp, so that a socket's path in it is short, and everybody may enter it, so that the account
/// that PostgreSQL runs as can when root runs the tests. Folders of test processes that were killed are removed too.
package func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let directory = try TemporaryDirectory.create()
    defer { TemporaryDirectory.remove(directory) }
    return try body(directory)
}

enum TemporaryDirectory {
    private static let prefix = "uptake-test-"

    /// Creates a folder named after this process; the first time, removes those of processes that have ended.
    static func create() throws -> String {
        sweep
        let name = "\(prefix)\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
        let path = "/tmp/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    static func remove(_ directory: String) {
        for project in projects(in: directory) {
            complain(about: project) { _ = try PrivateServer(projectDirectory: project).stop() }
        }
        complain(about: directory) { try FileManager.default.removeItem(atPath: directory) }
    }

    private static let sweep: Void = {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        where name.hasPrefix(prefix) {
            guard let process = pid_t(name.dropFirst(prefix.count).prefix { $0.isNumber }) else { continue }
            let hasEnded = kill(process, 0) != 0 && errno == ESRCH
            if hasEnded, FileManager.default.isWritableFile(atPath: "/tmp/" + name) { remove("/tmp/" + name) }
        }
    }()

    /// Finds the folders that hold a `.uptake`, the directory itself included.
    private static func projects(in directory: String) -> [String] {
        guard let entries = FileManager.default.enumerator(atPath: directory) else { return [] }
        var found: [String] = []
        while let entry = entries.nextObject() as? String {
            guard entry.hasSuffix(".uptake") else { continue }
            entries.skipDescendants()
            found.append(directory + "/" + entry.dropLast(".uptake".count))
        }
        return found
    }

    /// Reports on standard error what went wrong while cleaning up: the test's own outcome stands.
    private static func complain(about path: String, _ action: () throws -> Void) {
        do {
            try action()
        } catch {
            FileHandle.standardError.write(Data("cannot clean up \(path): \(error)\n".utf8))
        }
    }
}
