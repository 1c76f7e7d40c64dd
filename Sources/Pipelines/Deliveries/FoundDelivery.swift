internal import Definitions
internal import Extraction
internal import Hashing
internal import Warehouse

/// A file, or a connection, that a pipeline's source names, before anything of it is read.
struct FoundDelivery {
    /// The file relative to the project, or the name of the connection.
    let source: String
    /// Where the file is; nil for a connection.
    let path: String?
    /// What the file looks like; nil for a connection.
    let identity: FileIdentity?
    let mode: DeliveryRecord.Mode
    /// The stretches that the file's name, its control file or its extraction says it speaks for; nil when only its rows
    /// do.
    var covered: [CoveredSpan]?
    /// What a file beside it states of it.
    var control: StatedControl?

    var bytes: Int64 { identity?.bytes ?? 0 }

    var recorded: RecordedFile? {
        identity.map {
            RecordedFile(
                device: Int64(bitPattern: $0.device), inode: Int64(bitPattern: $0.inode), bytes: $0.bytes,
                modifiedAt: $0.modifiedAt, changedAt: $0.changedAt)
        }
    }
}

extension FoundDelivery {
    /// The hash of its content; nil for a connection, and for a file that cannot be read.
    var contentHash: String? {
        guard let path else { return nil }
        do { return try Extraction.contentHash(ofFile: path, source: source).description } catch {
            // Whoever reads the file next says what is wrong with it.
            return nil
        }
    }
}

extension DeliveryHistory {
    /// Tells whether what a delivery says is there already.
    func knowledge(of found: FoundDelivery, sha256: String) -> Knowledge? {
        knowledge(of: found.source, sha256: sha256, mode: found.mode, declaresCoverage: found.covered != nil)
    }
}

/// A delivery that is to be loaded.
struct ReadyDelivery {
    let found: FoundDelivery
    /// The hash of its content when it had to be known before; else it is learned while reading.
    let sha256: String?
    /// The extraction whose snapshot is open; nil for files.
    let opened: (any RecordSource)?
    /// What the ledger is to remember of the source once this is published.
    var extraction: ExtractionState?
}
