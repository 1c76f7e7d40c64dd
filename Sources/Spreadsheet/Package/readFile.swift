internal import Glibc

/// Reads a whole file.
func readFile(_ path: String) throws(SpreadsheetError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path: path, doing: "open", errno: errno) }
    defer { close(descriptor) }
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
        throw .file(path: path, doing: "measure", errno: errno)
    }
    var done = 0
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
        while done < Int(size) {
            let got = unsafe read(descriptor, buffer.baseAddress?.advanced(by: done), Int(size) - done)
            if got > 0 {
                done += got
            } else if got == 0 || errno != EINTR {
                failure = got == 0 ? EIO : errno
                break
            }
        }
        count = done
    }
    guard failure == 0 else { throw .file(path: path, doing: "read", errno: failure) }
    return bytes
}
