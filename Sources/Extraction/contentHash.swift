package import Hashing

/// Hashes a file's bytes as they lie on the disk.
package func contentHash(ofFile path: String, source: String) throws -> SHA256Digest {
    let file = try InputFile(path: path, source: source)
    var hasher = SHA256Hasher()
    var buffer = [UInt8](repeating: 0, count: InputFile.blockBytes)
    while true {
        let count = try file.read(into: &buffer, from: 0)
        if count == 0 { return hasher.finish() }
        hasher.update(buffer.span.extracting(0..<count))
    }
}
