import Glibc

/// Replaces a file as a whole, readable by everybody who may enter its folder.
func replaceFile(_ path: String, with text: String) throws(PrivateServerError) {
    // Threads of one process may replace the same file.
    let draft = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: lastSystemError()) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard fchmod(descriptor, 0o644) == 0, write(descriptor, bytes, bytes.count) == bytes.count,
        fsync(descriptor) == 0, rename(draft, path) == 0
    else { throw .cannotWrite(path: path, reason: lastSystemError()) }
}
