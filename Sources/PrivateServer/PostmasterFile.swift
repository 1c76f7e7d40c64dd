import Foundation

/// Reads `postmaster.pid`, in which a PostgreSQL server describes itself line by line.
struct PostmasterFile {
    let processIdentifier: pid_t
    let socketFolder: String
    /// `starting`, `ready`, `stopping`; empty while the file is being written.
    let status: String

    /// Reads the file; nil when there is none, or none that makes sense.
    init?(in folder: ServerFolder) {
        guard let text = readSmallFile(Self.path(in: folder)) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let processIdentifier = pid_t(first) else { return nil }
        self.processIdentifier = processIdentifier
        // From PostgreSQL's pidfile.h: line 5 is the first socket folder, line 8 the status, padded.
        socketFolder = lines.count > 4 ? String(lines[4]) : ""
        status = lines.count > 7 ? lines[7].trimmingCharacters(in: .whitespaces) : ""
    }

    static func path(in folder: ServerFolder) -> String { folder.data + "/postmaster.pid" }
}
