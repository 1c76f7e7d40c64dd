import Foundation
import TestSupport

/// Whether this process may mount file systems, as root in most containers and on a machine of one's own may.
let canMount: Bool = {
    do {
        try withSmallDisk(kibibytes: 64) { _ in }
        return true
    } catch {
        return false
    }
}()

/// A file system in memory that is soon full.
struct SmallDisk {
    let path: String

    /// Gives it more room.
    func grow(toMebibytes size: Int) throws {
        try require(runProgram("mount", ["-o", "remount,size=\(size)m", path]))
    }
}

/// Mounts a file system of this size at a folder of its own, which everybody may write to, and unmounts it afterwards.
func withSmallDisk(kibibytes: Int, _ body: (SmallDisk) throws -> Void) throws {
    try withTemporaryDirectory { directory in
        let path = directory + "/disk"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try require(
            runProgram("mount", ["-t", "tmpfs", "-o", "size=\(kibibytes)k,mode=0777", "uptake-test", path]))
        // Lazily: a server's last process may still be going.
        defer { _ = try? runProgram("umount", ["--lazy", path]) }
        try body(SmallDisk(path: path))
    }
}

private struct MountFailure: Error { let message: String }

private func require(_ outcome: ProgramOutcome) throws {
    guard outcome.status == 0 else { throw MountFailure(message: outcome.standardError) }
}
