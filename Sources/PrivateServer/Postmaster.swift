import Foundation
import Glibc

/// Refers to a running server: PostgreSQL's first process, as its `postmaster.pid` describes it.
struct Postmaster {
    let folder: ServerFolder
    let account: ServerAccount
    let processIdentifier: pid_t

    static let patienceSeconds = 300
    static let pauseMicroseconds: UInt32 = 10_000

    /// Finds the server that runs on this data folder; nil when none does, whatever an old file says.
    static func running(
        in folder: ServerFolder, as account: ServerAccount
    ) throws(PrivateServerError) -> Postmaster? {
        guard let file = PostmasterFile(in: folder),
            try isServing(folder, process: file.processIdentifier, as: account)
        else { return nil }
        return Postmaster(folder: folder, account: account, processIdentifier: file.processIdentifier)
    }

    /// Where it listens: as its own file says, since the project may have been moved meanwhile.
    var endpoint: ServerEndpoint {
        let chosen = SocketFolder(for: folder, as: account).path
        let stated = PostmasterFile(in: folder).flatMap { $0.socketFolder.isEmpty ? nil : $0.socketFolder }
        let candidates = [stated, chosen].compactMap { $0 }
        let listening = candidates.first { SocketFolder.isListening(in: $0, port: ServerSettings.port) }
        return ServerEndpoint(
            socketDirectory: listening ?? candidates[0], port: ServerSettings.port, user: ServerSettings.user)
    }

    /// Waits until it takes connections.
    ///
    /// - Returns: nil when it cannot be reached or is going down, so that it must be started anew.
    /// - Throws: `PrivateServerError.notReady` when it takes too long.
    func endpointWhenReady() throws(PrivateServerError) -> ServerEndpoint? {
        let end = Date().addingTimeInterval(TimeInterval(Self.patienceSeconds))
        while Date() < end {
            guard let file = PostmasterFile(in: folder), file.processIdentifier == processIdentifier,
                file.status != "stopping", ProcessTable.isAlive(processIdentifier)
            else { return nil }
            if file.status == "ready" {
                let endpoint = endpoint
                guard SocketFolder.isListening(in: endpoint.socketDirectory, port: endpoint.port) else {
                    return nil
                }
                return endpoint
            }
            usleep(Self.pauseMicroseconds)
        }
        throw .notReady(
            seconds: Self.patienceSeconds, logFile: folder.logFile, logEnd: ServerLog.end(of: folder))
    }

    /// Shuts it down ("fast": running transactions are rolled back) and waits until it has ended.
    func stop() throws(PrivateServerError) {
        kill(processIdentifier, SIGINT)
        let end = Date().addingTimeInterval(TimeInterval(Self.patienceSeconds))
        while ProcessTable.isAlive(processIdentifier) {
            guard Date() < end else {
                throw .notStopping(
                    processIdentifier: processIdentifier, seconds: Self.patienceSeconds,
                    logFile: folder.logFile)
            }
            usleep(Self.pauseMicroseconds)
        }
        // Frees the entry in the process table when this process had started it.
        waitpid(processIdentifier, nil, WNOHANG)
        SocketFolder(for: folder, as: account).removeIfShared()
    }

    /// Whether that process is a PostgreSQL server whose data folder is this one.
    ///
    /// A number alone proves nothing: after a crash, another process may have got it; and in a copied project it is
    /// the number of the original's server. A server's working folder is its data folder.
    static func isServing(
        _ folder: ServerFolder, process: pid_t, as account: ServerAccount
    ) throws(PrivateServerError) -> Bool {
        guard process > 0, ProcessTable.isAlive(process), ProcessTable.name(of: process) == "postgres" else {
            return false
        }
        let workingFolder = "/proc/\(process)/cwd"
        var working = stat()
        var data = stat()
        if stat(workingFolder, &working) == 0, stat(folder.data, &data) == 0 {
            return working.st_ino == data.st_ino && working.st_dev == data.st_dev
        }
        // In a container root may lack the right to look at other accounts' processes; they themselves do not.
        return try ChildProgram(words: ["/usr/bin/test", workingFolder, "-ef", folder.data]).run(as: account)
            .succeeded
    }
}
