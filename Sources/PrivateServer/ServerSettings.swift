import Foundation
import Glibc

/// Writes the server's settings.
struct ServerSettings {
    /// Only a part of the socket's name: the server does not listen on TCP.
    static let port = 5432
    static let user = "uptake"

    /// Writes `postgresql.conf`, `pg_hba.conf` and `pg_ident.conf` into the home, at each start anew.
    static func write(
        to folder: ServerFolder, socketFolder: String, changes: [String: String]
    ) throws(PrivateServerError) {
        var values = defaults()
        values["unix_socket_directories"] = "\"" + socketFolder.replacing("\"", with: "\"\"") + "\""
        values["hba_file"] = folder.authenticationFile
        values["ident_file"] = folder.accountsFile
        values.merge(changes) { $1 }
        var lines = values.sorted { $0.key < $1.key }.map { "\($0.key) = \(quoted($0.value))" }
        if try FileEntry(at: folder.home + "/local.conf") != nil { lines.append("include = 'local.conf'") }
        try replaceFile(
            folder.settingsFile,
            with: """
                # Written by Uptake at each start of the server. Settings of your own go into local.conf, beside
                # this file: from the next start on, what stands there wins.
                \(lines.joined(separator: "\n"))

                """)
        try replaceFile(
            folder.authenticationFile,
            with: """
                # Written by Uptake at each start. Only the owner of the socket's folder (and root) gets this far.
                local all \(user) peer map=uptake
                local all all trust

                """)
        try replaceFile(
            folder.accountsFile,
            with: """
                # Written by Uptake at each start: who connects as \(user).
                uptake root \(user)
                \(folder.owner == 0 ? "" : "uptake \"\(ServerAccount.name(of: folder.owner))\" \(user)")

                """)
    }

    private static func defaults() -> [String: String] {
        let memory = availableMegabytes()
        return [
            "listen_addresses": "",
            "port": "\(port)",
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            // A query over a fact locks each of its leaves, of which there may be thousands.
            "max_locks_per_transaction": "512",
            // Durable: what was committed survives a power failure.
            "fsync": "on",
            "full_page_writes": "on",
            "synchronous_commit": "on",
            // Nobody replicates this server; rows copied into a table of the same transaction then skip the log
            // and are synced to disk before the commit instead.
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "max_logical_replication_workers": "0",
            "max_wal_size": "4GB",
            "checkpoint_timeout": "15min",
            "shared_buffers": "\(min(max(memory / 8, 64), 2_048))MB",
            "effective_cache_size": "\(max(memory / 2, 128))MB",
            "work_mem": "\(min(max(memory / 128, 8), 64))MB",
            "maintenance_work_mem": "\(min(max(memory / 32, 64), 512))MB",
            "dynamic_shared_memory_type": hasSharedMemory() ? "posix" : "mmap",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] %q%u@%d ",
            "cluster_name": "uptake",
        ]
    }

    /// Returns the machine's memory, or the container's where that has less.
    private static func availableMegabytes() -> Int {
        let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
        let limit = readSmallFile("/sys/fs/cgroup/memory.max")
        let container = limit.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return min(machine, container ?? machine) / (1 << 20)
    }

    /// Whether /dev/shm holds what parallel queries share; a container's default is 64 MB.
    private static func hasSharedMemory() -> Bool {
        var information = statvfs()
        guard statvfs("/dev/shm", &information) == 0 else { return false }
        return UInt64(information.f_blocks) * UInt64(information.f_frsize) >= 256 << 20
    }

    /// Quotes a value for postgresql.conf, which reads backslashes within quotes as escapes.
    private static func quoted(_ value: String) -> String {
        "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    }
}
