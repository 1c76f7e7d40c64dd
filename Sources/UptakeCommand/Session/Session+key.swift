import Definitions
import Foundation
import Hashing

/// Why a secret cannot be used.
struct KeyError: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
}

extension Session {
    /// The key of the pseudonyms: from `UPTAKE_PSEUDONYM_KEY`, or from the project's key file.
    ///
    /// - Returns: nil when the project has no pseudonyms.
    func pseudonymKey() throws -> PseudonymKey? {
        guard let source = project.settings.pseudonymKey else { return nil }
        if let text = ProcessInfo.processInfo.environment["UPTAKE_PSEUDONYM_KEY"], !text.isEmpty {
            return try key(text, from: "UPTAKE_PSEUDONYM_KEY")
        }
        let path = source.file.value.hasPrefix("/") ? source.file.value : "\(project.directory)/\(source.file.value)"
        if !FileManager.default.fileExists(atPath: path) {
            guard source.create else {
                throw KeyError(
                    message:
                        "there is no pseudonym key at \(path); put it there, readable by its owner only, or set UPTAKE_PSEUDONYM_KEY"
                )
            }
            try createKey(at: path)
        }
        try requireOwnerOnly(path)
        return try key(try String(contentsOfFile: path, encoding: .utf8), from: path)
    }

    private func key(_ text: String, from place: String) throws -> PseudonymKey {
        let secret = Array(text.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
        guard secret.count >= 32 else {
            throw KeyError(message: "the pseudonym key in \(place) has \(secret.count) characters; it needs 32 or more")
        }
        return PseudonymKey(secret: secret)
    }

    private func createKey(at path: String) throws {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef")
        let text = String((0..<64).map { _ in digits[Int(generator.next() & 15)] })
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data((text + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else {
            throw KeyError(message: "the pseudonym key cannot be written to \(path); check the folder")
        }
        note("A pseudonym key was made at \(path). Keep it: without it, no new record joins the old ones.")
    }

    /// Refuses a secret that others on the machine can read.
    func requireOwnerOnly(_ path: String) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        if mode & 0o077 != 0 {
            throw KeyError(message: "\(path) can be read by others; run: chmod 600 '\(path)'")
        }
    }
}
