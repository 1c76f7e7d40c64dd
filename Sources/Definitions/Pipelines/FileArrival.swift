/// When a file counts as delivered, and where it goes afterwards.
package struct FileArrival: Sendable {
    /// A file younger than this many seconds is still being written.
    package let settleSeconds: Int
    /// The folder that published files are moved to, nil when they stay where they are.
    package let archive: Located<String>?

    /// Takes `settle_seconds` and `archive` out of a source.
    init(_ mapping: inout YAMLMapping) {
        settleSeconds = mapping.optionalInteger("settle_seconds", atLeast: 0)?.value ?? 2
        archive = mapping.optionalString("archive")
    }
}
