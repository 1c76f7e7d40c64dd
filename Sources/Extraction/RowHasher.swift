internal import Hashing
internal import Records

/// Hashes the rows of an extraction while they are read, whichever batches they come in.
///
/// Two streams are hashed, the bytes of the fields and their lengths, so that no two different extractions are the same
/// message; the rows that could not be delivered are a third one.
struct RowHasher {
    private var bytes = SHA256Hasher()
    private var lengths = SHA256Hasher()
    private var faults = SHA256Hasher()

    /// Adds the rows of a batch.
    mutating func update(_ batch: borrowing RecordBatch) {
        bytes.update(batch.bytes.span)
        var message: [UInt8] = []
        message.reserveCapacity(batch.ends.count)
        var start: Int32 = 0
        for end in batch.ends {
            append(UInt32(truncatingIfNeeded: end - start), to: &message)
            start = end
        }
        lengths.update(message.span)
    }

    /// Adds a row that was rejected where it stands, and the rule that it broke.
    mutating func update(fault row: Int32, _ rule: String) {
        var message: [UInt8] = []
        append(UInt32(bitPattern: row), to: &message)
        message += rule.utf8
        message.append(0)
        faults.update(message.span)
    }

    /// Ends the extraction.
    mutating func finish() -> SHA256Digest {
        SHA256Digest(of: bytes.finish().bytes + lengths.finish().bytes + faults.finish().bytes)
    }

    /// A number in groups of seven bits, the lowest first, each but the last marked by its highest bit.
    private func append(_ number: UInt32, to message: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            message.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        message.append(UInt8(truncatingIfNeeded: rest))
    }
}
