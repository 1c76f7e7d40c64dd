internal import Foundation
internal import Hashing

/// Computes the SHA-256 of a file, in hexadecimal.
func sha256(ofFile path: String) throws -> String {
    SHA256Digest(of: Array(try Data(contentsOf: URL(fileURLWithPath: path)))).description
}
