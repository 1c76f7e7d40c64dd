package import Hashing

/// A total that a sender states of a delivery.
package struct StatedTotal: Sendable {
    /// The controlled measure; nil for the number of records.
    package let measure: String?
    package let text: String
    package let line: Int32
}

/// What is known of a source once it was read to its end.
package struct SourceSummary: Sendable {
    /// The hash of a file's bytes as they lie on the disk, or of an extraction.
    package let sha256: SHA256Digest
    /// Totals that the delivery itself states.
    package var stated: [StatedTotal] = []
    /// What else is worth knowing, such as columns that nobody reads.
    package var notes: [String] = []
    /// How many records there were, those that could not be read included.
    package var dataRecords = 0
}
