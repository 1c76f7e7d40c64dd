/// What a compaction did to one fact.
package struct CompactionReport: Encodable, Sendable, Equatable {
    package let fact: String
    package let leavesBefore: Int
    package let leavesAfter: Int
    package let rowsMoved: Int
    /// The rows of versions that are kept no longer.
    package let rowsRemoved: Int
    package let bytesBefore: Int
    package let bytesAfter: Int
    /// Leaves that are not read any more and could not be taken away yet; the next run tries again.
    package let left: [String]
    /// Why they are left.
    package let reason: String?

    /// Whether anything was done or is left to do.
    package var isIdle: Bool {
        leavesBefore == leavesAfter && rowsMoved == 0 && left.isEmpty && bytesBefore == bytesAfter
    }
}
