import Foundation
import Glibc

extension Postmaster {
    /// What a server says while processes of its crashed predecessor are still ending.
    private static let predecessorLingers = "is still in use"
    private static let lingerSeconds: TimeInterval = 20

    /// Starts the server on an initialised data folder and waits until it takes connections.
    static func start(
        in folder: ServerFolder, with programs: ServerPrograms, as account: ServerAccount,
        settings: [String: String]
    ) throws(PrivateServerError) -> ServerEndpoint {
        let socketFolder = SocketFolder(for: folder, as: account)
        try socketFolder.prepare(as: account)
        try ServerSettings.write(to: folder, socketFolder: socketFolder.path, changes: settings)

        let end = Date().addingTimeInterval(lingerSeconds)
        while true {
            try removeStaleFiles(in: folder, socketFolder: socketFolder, as: account)
            let log = try ServerLog.open(in: folder)
            defer { close(log.descriptor) }
            let process = try ChildProgram(
                words: [programs.postgres, "-D", folder.data, "-c", "config_file=\(folder.settingsFile)"]
            ).startDetached(as: account, log: log.descriptor)
            if let endpoint = try awaitReadiness(of: process, in: folder, as: account) { return endpoint }

            // One that a killed process had started a moment ago may have come first.
            if let first = try running(in: folder, as: account), let endpoint = try first.endpointWhenReady() {
                return endpoint
            }
            let said = ServerLog.end(of: folder, since: log.length)
            guard said.contains(predecessorLingers), Date() < end else {
                throw .startFailed(logFile: folder.logFile, logEnd: said)
            }
            usleep(200_000)
        }
    }

    /// Waits until the server is ready; nil when it ended instead.
    private static func awaitReadiness(
        of process: pid_t, in folder: ServerFolder, as account: ServerAccount
    ) throws(PrivateServerError) -> ServerEndpoint? {
        let end = Date().addingTimeInterval(TimeInterval(patienceSeconds))
        while Date() < end {
            if waitpid(process, nil, WNOHANG) == process { return nil }
            if let file = PostmasterFile(in: folder), file.processIdentifier == process,
                file.status == "ready"
            {
                return Postmaster(folder: folder, account: account, processIdentifier: process).endpoint
            }
            usleep(pauseMicroseconds)
        }
        throw .notReady(seconds: patienceSeconds, logFile: folder.logFile, logEnd: ServerLog.end(of: folder))
    }

    /// Removes what a crashed server left when its process number now belongs to another process.
    ///
    /// PostgreSQL removes stale files itself, but refuses to start while any process of the same account has the
    /// number in them. Call only when no server runs here. Should some of the crashed server's processes still be
    /// about, PostgreSQL finds them by the shared memory that the data folder's inode leads to.
    private static func removeStaleFiles(
        in folder: ServerFolder, socketFolder: SocketFolder, as account: ServerAccount
    ) throws(PrivateServerError) {
        guard let file = PostmasterFile(in: folder),
            try !isServing(folder, process: file.processIdentifier, as: account)
        else { return }
        // Frees the number where the crashed server was a child of this very process.
        if waitpid(file.processIdentifier, nil, WNOHANG) == file.processIdentifier { return }
        guard kill(file.processIdentifier, 0) == 0 || errno == EPERM else { return }
        let socket = socketFolder.socketPath
        for path in [PostmasterFile.path(in: folder), socket, socket + ".lock"] {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw .cannotWrite(path: path, reason: lastSystemError())
            }
        }
    }
}
