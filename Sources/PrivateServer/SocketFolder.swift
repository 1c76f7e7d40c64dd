import Glibc

/// Chooses and secures the folder of a server's Unix socket.
struct SocketFolder {
    /// "The maximum length of a socket's path is 107 bytes" on Linux: `sun_path` has 108 with the final zero.
    private static let longestSocketPath = 107
    private static let socketName = "/.s.PGSQL.\(ServerSettings.port)"

    let path: String
    private let isShared: Bool

    var socketPath: String { path + Self.socketName }

    /// Chooses a folder in the home, or a short one in /tmp where that path is too long for a socket.
    init(for folder: ServerFolder, as account: ServerAccount) {
        let own = folder.home + "/socket"
        // libpq takes a comma for the end of a host.
        isShared = own.utf8.count + Self.socketName.utf8.count > Self.longestSocketPath || own.contains(",")
        path = isShared ? "/tmp/uptake-\(account.userIdentifier)-\(pathFingerprint(folder.home))" : own
    }

    /// Creates the folder, or checks that the one there lets in nobody else.
    func prepare(as account: ServerAccount) throws(PrivateServerError) {
        if try FileEntry(at: path) == nil {
            try createFolder(path, permissions: 0o700, owner: account)
        }
        guard let entry = try FileEntry(at: path), entry.kind == .folder else {
            throw .unsafeSocketFolder(path: path, reason: "it is not a folder")
        }
        guard entry.owner == account.userIdentifier else {
            throw .unsafeSocketFolder(
                path: path, reason: "it belongs to \(ServerAccount.name(of: entry.owner))")
        }
        guard entry.permissions & 0o077 == 0 else {
            throw .unsafeSocketFolder(path: path, reason: "others may enter it")
        }
    }

    /// Removes the folder from /tmp when its server has stopped.
    func removeIfShared() { if isShared { rmdir(path) } }

    /// Whether a server listens at the folder's socket.
    static func isListening(in folder: String, port: Int) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("\(folder)/.s.PGSQL.\(port)".utf8)
        guard path.count <= longestSocketPath else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
