/// Tells whether a name can stand as an SQL identifier and as part of a file name without quoting.
///
/// Lower-case letters, digits and underscores, a letter first, 40 bytes at most: the engine appends suffixes such as
/// `_key` and `_v123456`, and PostgreSQL truncates names silently at 63 bytes.
package func isIdentifier(_ name: String) -> Bool {
    guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), name.utf8.count <= 40
    else { return false }
    return name.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            || $0 == UInt8(ascii: "_")
    }
}

extension Located where Value == String {
    /// Reports the name when it is not an identifier.
    package func checkIdentifier(_ what: String, _ collector: DiagnosticCollector) {
        guard !isIdentifier(value) else { return }
        collector.error(
            at: location, "`\(value)` cannot name a \(what)",
            remedy: "use up to 40 lower-case letters, digits and underscores, a letter first")
    }
}
