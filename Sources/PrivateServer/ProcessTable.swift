import Foundation

/// Asks the kernel about other processes.
enum ProcessTable {
    /// Whether the process exists and has not ended; one that only waits to be reaped has.
    static func isAlive(_ process: pid_t) -> Bool {
        guard let line = readSmallFile("/proc/\(process)/stat"),
            let nameEnd = line.lastIndex(of: ")")
        else { return false }
        let state = line[nameEnd...].dropFirst(2).first
        return state != "Z" && state != "X"
    }

    /// Returns the name of the program it runs, at most fifteen bytes of it.
    static func name(of process: pid_t) -> String? {
        readSmallFile("/proc/\(process)/comm")?.trimmingCharacters(in: .newlines)
    }
}
