package import Hashing

/// What is known of a source once all of it has been read.
package struct SourceSummary: Sendable {
    /// The hash of the file's bytes as they lie on the disk, packed ones too; of a database, that of the extraction.
    package let sha256: SHA256Digest
    /// The file as it stood from the first byte read to the last; nil for databases.
    package let identity: FileIdentity?
    /// The totals that the file states itself.
    package let stated: [StatedTotal]
    /// What is worth saying once a delivery, such as a column that was added.
    package let notes: [String]
    /// The number of records, good or bad, without the header and the trailer.
    package let dataRecords: Int
}

/// A total that a file states of itself.
package struct StatedTotal: Sendable, Equatable {
    /// The measure whose sum it is; nil for the number of records.
    package let measure: String?
    /// What stands there, in the notation of the source.
    package let text: String
    package let line: Int32

    package init(measure: String?, text: String, line: Int32) {
        self.measure = measure
        self.text = text
        self.line = line
    }
}
