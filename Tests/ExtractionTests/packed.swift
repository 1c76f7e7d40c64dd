import Foundation
import TestSupport
import Testing

/// Writes a file in a folder and packs it with gzip(1).
///
/// - Returns: the path of the packed file.
func packed(_ bytes: [UInt8], as name: String, in directory: String) throws -> String {
    let path = "\(directory)/\(name)"
    try Data(bytes).write(to: URL(filePath: path))
    let outcome = try runProgram("gzip", ["--force", path])
    try #require(outcome.status == 0, "\(outcome.standardError)")
    return path + ".gz"
}
