package import Postgres

/// What a file looked like when its content was last hashed.
package struct RecordedFile: Hashable, Sendable {
    package let device: Int64
    package let inode: Int64
    package let bytes: Int64
    /// Nanoseconds since 1970.
    package let modifiedAt: Int64
    package let changedAt: Int64

    package init(device: Int64, inode: Int64, bytes: Int64, modifiedAt: Int64, changedAt: Int64) {
        self.device = device
        self.inode = inode
        self.bytes = bytes
        self.modifiedAt = modifiedAt
        self.changedAt = changedAt
    }
}

/// What the ledger knows of a pipeline's deliveries.
package struct DeliveryHistory: Sendable {
    /// What became of content that is there already.
    package enum Knowledge: Sendable {
        case published
        case rolledBack
    }

    private struct Last {
        let key: Int32
        let sha256: String
        let definitionHash: String
        let state: String
    }

    private let definitionHash: String
    /// The places whose delivery of this number is to be read again, since members that it lacked have become known.
    private let reopened: [String: Int32]
    private var last: [String: Last] = [:]
    /// The content that is published in full, and in which mode it was delivered.
    private var inForce: Set<[String]> = []
    private var files: [String: (file: RecordedFile, sha256: String)] = [:]
    private var sizes: Set<Int64> = []

    /// - Parameters:
    ///   - definitionHash: of what the pipeline is read under today.
    ///   - reopened: the places that are to be read again although they are published, with the numbers of their
    ///     deliveries; of one that was read again meanwhile nothing more is wanted.
    package init(
        of pipeline: String, definitionHash: String, reopened: [String: Int32] = [:],
        on connection: borrowing Connection
    ) throws(PostgresError) {
        self.definitionHash = definitionHash
        self.reopened = reopened
        let deliveries = try connection.query(
            """
            select distinct on (source) source, delivery_key, sha256, definition_hash, state
            from ledger.delivery where pipeline = $1
            order by source, delivery_key desc
            """, [.text(pipeline)])
        for row in 0..<deliveries.rowCount {
            last[deliveries.text(row, 0) ?? ""] = Last(
                key: Int32(truncatingIfNeeded: deliveries.int64(row, 1) ?? 0), sha256: deliveries.text(row, 2) ?? "",
                definitionHash: deliveries.text(row, 3) ?? "", state: deliveries.text(row, 4) ?? "")
        }
        // A delivery without slices, such as one of members, is superseded by the next one from its place only.
        let current = try connection.query(
            """
            select distinct d.sha256, d.mode from ledger.delivery d
            where d.pipeline = $1 and d.definition_hash = $2 and d.state = 'published' and d.version_key is not null
              and not exists (
                  select from ledger.delivery_slice s
                  where s.delivery_key = d.delivery_key and not s.carried
                    -- Its rows may stand in several versions, since keys of members can change without it.
                    and not exists (
                        select from ledger.delivery_slice t
                        join ledger.published p using (slice_key, version_key)
                        where t.delivery_key = s.delivery_key and t.slice_key = s.slice_key and not t.carried))
            """, [.text(pipeline), .text(definitionHash)])
        for row in 0..<current.rowCount { inForce.insert([current.text(row, 0) ?? "", current.text(row, 1) ?? ""]) }
        let files = try connection.query(
            """
            select source, device, inode, bytes, modified_at_ns, changed_at_ns, sha256
            from ledger.file where pipeline = $1
            """, [.text(pipeline)])
        for row in 0..<files.rowCount {
            func number(_ column: Int) -> Int64 { files.int64(row, column) ?? 0 }
            let file = RecordedFile(
                device: number(1), inode: number(2), bytes: number(3), modifiedAt: number(4), changedAt: number(5))
            self.files[files.text(row, 0) ?? ""] = (file, files.text(row, 6) ?? "")
            sizes.insert(file.bytes)
        }
    }

    /// The hash of a file's content, when the file is as it was when it was hashed.
    package func sha256(of source: String, _ file: RecordedFile) -> String? {
        guard let recorded = files[source], recorded.file == file else { return nil }
        return recorded.sha256
    }

    /// Whether some file of this size was read before, so that a file of that size may be the same again.
    package func knowsSize(_ bytes: Int64) -> Bool { sizes.contains(bytes) }

    /// Tells whether content is what this place last delivered, or is published in full under another name.
    ///
    /// So the same delivery again is a no-op, a refused one is tried again, and A, then B, then A again is three loads.
    /// What a place declares to cover is part of what it says: another empty month has the same bytes.
    ///
    /// - Parameter declaresCoverage: whether the name of the delivery, or a file beside it, says what it covers.
    package func knowledge(
        of source: String, sha256: String, mode: DeliveryRecord.Mode, declaresCoverage: Bool
    ) -> Knowledge? {
        if let last = last[source] {
            guard last.sha256 == sha256, last.definitionHash == definitionHash else { return nil }
            return switch last.state {
            case "published": reopened[source] == last.key ? nil : .published
            case "rolled back": .rolledBack
            default: nil
            }
        }
        return !declaresCoverage && inForce.contains([sha256, mode.rawValue]) ? .published : nil
    }

    /// Whether a place has last delivered under another definition, so that it may have an old place in the order.
    package func wasReadOtherwise(_ source: String) -> Bool {
        last[source].map { $0.definitionHash != definitionHash } ?? false
    }

    /// The number of what this place last delivered, when that was the same content under another definition: read
    /// anew, it has its old place in the order.
    package func formerPlace(of source: String, sha256: String) -> Int32? {
        guard let last = last[source], last.sha256 == sha256 else { return nil }
        return last.key
    }

    /// Remembers what files looked like; only to be called for files that had been at rest before they were hashed.
    package static func record(
        _ file: RecordedFile, of pipeline: String, source: String, sha256: String, on connection: borrowing Connection
    ) throws(PostgresError) {
        try connection.execute(
            """
            insert into ledger.file (pipeline, source, device, inode, bytes, modified_at_ns, changed_at_ns, sha256)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (pipeline, source) do update set device = excluded.device, inode = excluded.inode,
                bytes = excluded.bytes, modified_at_ns = excluded.modified_at_ns,
                changed_at_ns = excluded.changed_at_ns, sha256 = excluded.sha256
            """,
            [.text(pipeline), .text(source)]
                + [file.device, file.inode, file.bytes, file.modifiedAt, file.changedAt].map { .integer($0) }
                + [.text(sha256)])
    }
}
