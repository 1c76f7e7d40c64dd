import Glibc

/// Names the operating system's account that PostgreSQL runs as.
struct ServerAccount: Sendable, Hashable {
    let name: String
    let userIdentifier: uid_t
    let groupIdentifier: gid_t

    /// Whether this process must change its account to become it.
    var isAnother: Bool { userIdentifier != geteuid() }

    /// Precedes a program's path so that it runs as this account, with nothing of root's left.
    var launcher: [String] {
        guard isAnother else { return [] }
        return [
            "/usr/bin/setpriv", "--reuid=\(userIdentifier)", "--regid=\(groupIdentifier)", "--clear-groups",
            "--inh-caps=-all", "--no-new-privs", "--",
        ]
    }

    /// Chooses the account: oneself; for root the data's owner, else `postgres`, else `nobody`.
    ///
    /// - Parameter dataOwner: The owner of the data folder, where there is one.
    static func choose(dataOwner: uid_t?) throws(PrivateServerError) -> ServerAccount {
        guard geteuid() == 0 else {
            guard let own = account(identifier: geteuid()) else {
                throw .noServerAccount(reason: "user \(geteuid()) has no entry in /etc/passwd")
            }
            return own
        }
        if let dataOwner, dataOwner != 0 {
            if let owner = account(identifier: dataOwner) { return owner }
            throw .noServerAccount(
                reason: "user \(dataOwner), who owns the data, has no entry in /etc/passwd")
        }
        if let candidate = account(named: "postgres") ?? account(named: "nobody"),
            candidate.userIdentifier != 0
        {
            return candidate
        }
        throw .noServerAccount(reason: "neither postgres nor nobody exists")
    }

    /// Returns the account's name, or its number where it has none.
    static func name(of identifier: uid_t) -> String {
        account(identifier: identifier)?.name ?? "user \(identifier)"
    }

    private static func account(identifier: uid_t) -> ServerAccount? {
        lookUp { getpwuid_r(identifier, $0, $1, longestEntry, $2) }
    }

    private static func account(named name: String) -> ServerAccount? {
        lookUp { getpwnam_r(name, $0, $1, longestEntry, $2) }
    }

    /// Bytes; enough for any entry, also one from a directory service.
    private static let longestEntry = 64 * 1024

    private static func lookUp(
        _ query: (
            _ entry: UnsafeMutablePointer<passwd>, _ buffer: UnsafeMutablePointer<CChar>,
            _ found: UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> ServerAccount? {
        let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: longestEntry)
        defer { buffer.deallocate() }
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        guard query(&entry, buffer, &found) == 0, found != nil else { return nil }
        return ServerAccount(
            name: String(cString: entry.pw_name), userIdentifier: entry.pw_uid, groupIdentifier: entry.pw_gid)
    }
}
