import Foundation

/// Reads some bytes of a file's text once more; of a compressed file by inflating it from its beginning.
///
/// - Returns: nil when they cannot be read any more.
func readOriginal(_ path: String, source: String, at offset: Int64, count: Int) -> [UInt8]? {
    do {
        var file = try InputFile(path: path, source: source)
        try file.seek(to: offset)
        var bytes = [UInt8](repeating: 0, count: count)
        var read = 0
        while read < count {
            var failure: (any Error)?
            let taken = bytes.withUnsafeMutableBytes { target -> Int in
                do {
                    return try file.read(into: UnsafeMutableRawBufferPointer(rebasing: target[read...]))
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            if taken == 0 { break }
            read += taken
        }
        bytes.removeLast(count - read)
        return bytes
    } catch {
        // The caller says what it could not find out.
        return nil
    }
}
