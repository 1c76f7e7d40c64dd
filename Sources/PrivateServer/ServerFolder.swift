import Foundation
import Glibc

/// Knows where a private server's files are.
///
/// ```
/// <project>/.uptake/server          the home, or a symbolic link to it
///     data/                         PostgreSQL's data folder, 0700
///     socket/                       the Unix socket, 0700
///     postgresql.conf  pg_hba.conf  pg_ident.conf  server.log
/// ```
/// When root starts the server, only `data` and `socket` belong to the account that PostgreSQL runs as, so that
/// root never writes into a folder of somebody with fewer rights.
struct ServerFolder: Sendable, Hashable {
    /// The home's real path.
    let home: String
    /// Whoever created it: root, or the one user it serves.
    let owner: uid_t

    var data: String { home + "/data" }
    var logFile: String { home + "/server.log" }
    var settingsFile: String { home + "/postgresql.conf" }
    var authenticationFile: String { home + "/pg_hba.conf" }
    var accountsFile: String { home + "/pg_ident.conf" }

    /// Whether the data folder is complete: it is renamed into place as the last step of its creation.
    var isInitialised: Bool {
        var information = stat()
        return lstat(data, &information) == 0
    }

    /// The account that PostgreSQL runs, or will run, as.
    func account() throws(PrivateServerError) -> ServerAccount {
        try ServerAccount.choose(dataOwner: FileEntry(at: data)?.owner)
    }

    static func lockFile(project: String) -> String { project + "/.uptake/server.lock" }

    private static func pointer(project: String) -> String { project + "/.uptake/server" }

    /// Creates the project's `.uptake` folder.
    static func prepare(project: String) throws(PrivateServerError) {
        guard project.hasPrefix("/"), !project.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\0" })
        else {
            throw .unusableProject(path: project, reason: "its path is not absolute, or holds a line break")
        }
        guard try FileEntry(at: project) != nil else {
            throw .unusableProject(path: project, reason: "there is no such folder")
        }
        let folder = project + "/.uptake"
        if try FileEntry(at: folder) == nil {
            try createFolder(folder, permissions: 0o755, owner: nil)
            try replaceFile(folder + "/.gitignore", with: "*\n")
        }
    }

    /// Returns the home that exists for the project; nil when there is none.
    static func existing(project: String) throws(PrivateServerError) -> ServerFolder? {
        let pointer = pointer(project: project)
        guard let entry = try FileEntry(at: pointer) else { return nil }
        guard let resolved = realpath(pointer, nil) else {
            if errno == EACCES { throw .ownedByAnother(path: pointer, owner: "another account") }
            return nil
        }
        defer { free(resolved) }
        let home = String(cString: resolved)
        let owner = try FileEntry(at: home)?.owner ?? entry.owner
        guard geteuid() == 0 || owner == geteuid() else {
            throw .ownedByAnother(path: home, owner: ServerAccount.name(of: owner))
        }
        return ServerFolder(home: home, owner: owner)
    }

    /// Returns the project's home and creates it where it is missing: in the project, if the server can get there.
    static func resolve(project: String, homesElsewhere: String) throws(PrivateServerError) -> ServerFolder {
        if let existing = try existing(project: project) { return existing }
        let pointer = pointer(project: project)
        // A link whose home was removed.
        if try FileEntry(at: pointer)?.kind == .link { unlink(pointer) }

        let account = try ServerAccount.choose(dataOwner: nil)
        if try canEnter(project + "/.uptake", as: account) {
            // 0711: the account may pass through to its own folders, and see nothing else.
            try createFolder(pointer, permissions: account.isAnother ? 0o711 : 0o700, owner: nil)
        } else {
            let home = try createHomeElsewhere(for: project, in: homesElsewhere)
            guard symlink(home, pointer) == 0 else {
                throw .cannotWrite(path: pointer, reason: lastSystemError())
            }
        }
        guard let created = try existing(project: project) else {
            throw .cannotWrite(path: pointer, reason: "it is gone again")
        }
        return created
    }

    private static func canEnter(_ folder: String, as account: ServerAccount) throws(PrivateServerError)
        -> Bool
    {
        guard account.isAnother else { return true }
        return try ChildProgram(words: ["/usr/bin/test", "-x", folder]).run(as: account).succeeded
    }

    /// Creates a home that no other project has, named after the project.
    private static func createHomeElsewhere(
        for project: String, in parent: String
    ) throws(PrivateServerError) -> String {
        try createFolder(parent, permissions: 0o755, owner: nil)
        let base = "\(parent)/\(pathFingerprint(project))"
        // One is there already when a project was removed, or moved away, and another came to its place.
        for suffix in [""] + (2...1_000).map({ "-\($0)" }) {
            let home = base + suffix
            if mkdir(home, 0o711) == 0 {
                try createFolder(home, permissions: 0o711, owner: nil)
                try replaceFile(home + "/project", with: project + "\n")
                return home
            }
            guard errno == EEXIST else { throw .cannotWrite(path: home, reason: lastSystemError()) }
        }
        throw .cannotWrite(path: base, reason: "too many servers of removed projects; remove them")
    }
}
