/// Says what kept a private server from starting or stopping, where, and what to do next.
package enum PrivateServerError: Error, Hashable, Sendable {
    case unusableProject(path: String, reason: String)
    /// Somebody else's server: only its owner or root can reach it.
    case ownedByAnother(path: String, owner: String)
    case noProgramsFound(tooOld: [String])
    case wrongVersion(dataFolder: String, needed: Int, found: [String])
    case noServerAccount(reason: String)
    case cannotWrite(path: String, reason: String)
    case cannotRun(program: String, reason: String)
    case busy(lockFile: String)
    case initialisationFailed(folder: String, output: String)
    case startFailed(logFile: String, logEnd: String)
    case notReady(seconds: Int, logFile: String, logEnd: String)
    case notStopping(processIdentifier: Int32, seconds: Int, logFile: String)
    case unsafeSocketFolder(path: String, reason: String)
}

extension PrivateServerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusableProject(let path, let reason):
            "the project folder \(path) cannot hold a private server: \(reason). Name another with --project."
        case .ownedByAnother(let path, let owner):
            """
            the private server in \(path) belongs to \(owner), and this account may not use it. Run Uptake \
            as that account or as root, or have root stop the server and remove the folder.
            """
        case .noProgramsFound(let tooOld):
            """
            no PostgreSQL server of version \(ServerPrograms.oldestVersion) or later is installed\
            \(tooOld.isEmpty ? "" : " (found: \(tooOld.joined(separator: ", ")))"); looked in pg_config's folder, \
            /usr/lib/postgresql and PATH. Install one (Debian: apt-get install postgresql-15), or name a database \
            of your own with --database or UPTAKE_DATABASE_URL.
            """
        case .wrongVersion(let dataFolder, let needed, let found):
            """
            the data in \(dataFolder) was written by PostgreSQL \(needed), which is not installed (found: \
            \(found.isEmpty ? "none" : found.joined(separator: ", "))). Install postgresql-\(needed), or move \
            that folder away to begin with an empty database.
            """
        case .noServerAccount(let reason):
            """
            PostgreSQL refuses to run as root, and there is no account to run it as: \(reason). Create one \
            (useradd --system postgres), or run Uptake as an ordinary user.
            """
        case .cannotWrite(let path, let reason):
            "cannot write \(path): \(reason). Check its owner, its permissions and the free space."
        case .cannotRun(let program, let reason):
            "cannot run \(program): \(reason). Check that it is installed."
        case .busy(let lockFile):
            """
            another process has been starting or stopping this project's private server for \
            \(FolderLock.patienceSeconds) seconds (it holds \(lockFile)). Try again when it has finished.
            """
        case .initialisationFailed(let folder, let output):
            "PostgreSQL could not be initialised in \(folder):\n\(output)"
        case .startFailed(let logFile, let logEnd):
            "the private PostgreSQL server did not start. The end of \(logFile):\n\(logEnd)"
        case .notReady(let seconds, let logFile, let logEnd):
            """
            the private PostgreSQL server is not ready after \(seconds) seconds; after a crash it may still be \
            recovering. Try again in a while. The end of \(logFile):\n\(logEnd)
            """
        case .notStopping(let processIdentifier, let seconds, let logFile):
            """
            the private PostgreSQL server (process \(processIdentifier)) has not stopped within \(seconds) \
            seconds. Look into \(logFile), then try again.
            """
        case .unsafeSocketFolder(let path, let reason):
            "the socket folder \(path) cannot be trusted: \(reason). Remove it and try again."
        }
    }
}
