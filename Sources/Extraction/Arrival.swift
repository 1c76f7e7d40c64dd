package import Foundation

/// Whether a file has arrived as a whole.
package enum Arrival: Equatable, Sendable {
    case settled
    /// Somebody is still writing it, or it is not a file yet; the reason completes "it is left alone: …".
    case growing(String)
}

/// Tells whether a file has arrived as a whole: it is not younger than so many seconds, and nobody writes to it.
///
/// Whoever has it open for writing is found by asking for a read lease, which is given back at once: the kernel refuses
/// one with EAGAIN on a file that is open for writing (fcntl(2), "Leases"). A lease is only given to the owner of the
/// file or to the superuser (EACCES), and network file systems refuse it for reasons of their own (NFS with EAGAIN, when
/// the server has delegated nothing): there, nothing is known, and the age alone decides.
package func arrival(ofFile path: String, settleSeconds: Int, now: Date = Date()) -> Arrival {
    var status = stat()
    guard stat(path, &status) == 0 else { return .growing("it is gone: \(String(cString: strerror(errno)))") }
    guard status.st_mode & S_IFMT == S_IFREG else { return .growing("it is not a file") }
    let modified = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
    // A time in the future comes from another clock and says nothing of the age.
    let age = now.timeIntervalSince1970 - modified
    if abs(age) < Double(settleSeconds) {
        return .growing("it was written to less than \(settleSeconds) seconds ago")
    }
    return isOpenForWriting(path) ? .growing("another program has it open for writing") : .settled
}

/// Whether somebody is known to have a file open for writing.
private func isOpenForWriting(_ path: String) -> Bool {
    _ = leaseBreaksAreIgnored
    // Not waiting: a file server that holds a write lease of its own for a client would make the open wait for it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return errno == EWOULDBLOCK }
    defer { close(descriptor) }
    if fcntl(descriptor, setLease, Int32(F_RDLCK)) == 0 {
        _ = fcntl(descriptor, setLease, Int32(F_UNLCK))
        return false
    }
    return errno == EAGAIN && isOnLocalDisk(descriptor)
}

/// `F_SETLEASE` of fcntl.h, which Swift does not see because it is a GNU extension.
private let setLease: Int32 = 1024

/// Who opens the file for writing in the moment of the lease makes the kernel send SIGIO, which would end the program.
private let leaseBreaksAreIgnored: Void = { _ = signal(SIGIO, SIG_IGN) }()

/// Whether a file lies on a file system where a refused lease means a writer.
///
/// /proc/PID/fdinfo names the mount of an open file, /proc/PID/mountinfo the file system of each mount (proc(5)).
private func isOnLocalDisk(_ descriptor: Int32) -> Bool {
    let (file, mounts): (String, String)
    do {
        file = try String(contentsOfFile: "/proc/self/fdinfo/\(descriptor)", encoding: .utf8)
        mounts = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
    } catch {
        // Without /proc nothing is known of the file system; the age alone then decides, as on a network.
        return false
    }
    guard
        let mount = file.split(separator: "\n").first(where: { $0.hasPrefix("mnt_id:") })?.split(separator: "\t").last,
        let line = mounts.split(separator: "\n").first(where: { $0.hasPrefix("\(mount) ") }),
        let kind = line.components(separatedBy: " - ").dropFirst().first?.split(separator: " ").first
    else { return false }
    return ["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs", "overlay"].contains(kind)
}
