import Foundation

/// Starts, reuses and stops the PostgreSQL server that belongs to one project.
///
/// The server lives under the project's `.uptake/server`, listens on a Unix socket only, survives the
/// process that started it, and is brought up again after a crash. Several processes may call it at once.
package struct PrivateServer: Sendable {
    let projectDirectory: String
    let homesElsewhere: String
    let settings: [String: String]

    /// Names the project; touches nothing yet.
    ///
    /// - Parameters:
    ///   - projectDirectory: An absolute path.
    ///   - homesElsewhere: Holds the server's files when root starts it for a project that the server's
    ///     account may not enter.
    ///   - settings: Settings of PostgreSQL that replace Uptake's own.
    package init(
        projectDirectory: String,
        homesElsewhere: String = "/var/lib/uptake",
        settings: [String: String] = [:]
    ) {
        self.projectDirectory = projectDirectory
        self.homesElsewhere = homesElsewhere
        self.settings = settings
    }

    /// Starts the server, or reaches the running one; creates it the first time.
    ///
    /// - Throws: `PrivateServerError`, with the end of the server's log where there is one.
    package func start() throws(PrivateServerError) -> ServerEndpoint {
        try ServerFolder.prepare(project: projectDirectory)
        return try exclusively { () throws(PrivateServerError) in
            let folder = try ServerFolder.resolve(project: projectDirectory, homesElsewhere: homesElsewhere)
            let account = try folder.account()
            if let running = try Postmaster.running(in: folder, as: account) {
                if let endpoint = try running.endpointWhenReady() { return endpoint }
                // It runs, but its socket was swept away or it is going down: only a new start helps.
                try running.stop()
            }
            let programs = try ServerPrograms.find(for: folder)
            if !folder.isInitialised { try folder.initialise(with: programs, as: account) }
            return try Postmaster.start(in: folder, with: programs, as: account, settings: settings)
        }
    }

    /// Stops the server after its running transactions were rolled back.
    ///
    /// - Returns: Whether it was running.
    package func stop() throws(PrivateServerError) -> Bool {
        guard let folder = try ServerFolder.existing(project: projectDirectory) else { return false }
        return try exclusively { () throws(PrivateServerError) in
            let account = try folder.account()
            guard let running = try Postmaster.running(in: folder, as: account) else { return false }
            try running.stop()
            return true
        }
    }

    /// Looks at the server without starting it or waiting for anybody.
    package func status() throws(PrivateServerError) -> ServerStatus {
        guard let folder = try ServerFolder.existing(project: projectDirectory), folder.isInitialised else {
            return ServerStatus(state: .absent, folder: nil, logFile: nil)
        }
        guard let running = try Postmaster.running(in: folder, as: folder.account()) else {
            return ServerStatus(state: .stopped, folder: folder.home, logFile: folder.logFile)
        }
        let state = ServerStatus.State.running(running.endpoint, processIdentifier: running.processIdentifier)
        return ServerStatus(state: state, folder: folder.home, logFile: folder.logFile)
    }

    /// Runs `body` while no other process starts or stops this project's server.
    private func exclusively<Result>(
        _ body: () throws(PrivateServerError) -> Result
    ) throws(PrivateServerError) -> Result {
        let lock = try FolderLock(path: ServerFolder.lockFile(project: projectDirectory))
        defer { lock.release() }
        return try body()
    }
}
