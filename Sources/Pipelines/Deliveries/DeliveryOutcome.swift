package import Warehouse

/// What became of one delivery.
package struct DeliveryOutcome: Sendable {
    package enum State: String, Sendable {
        case published
        /// What it says is published already.
        case unchanged
        /// What it says was published and has been rolled back.
        case rolledBack = "rolled back"
        /// A limit was broken; the warehouse is as it was before.
        case refused
        /// It is not finished yet; a later run takes it.
        case waiting
        /// A dry run: nothing was written.
        case checked
    }

    package let pipeline: String
    package let source: String
    package let state: State
    package let reason: String?
    package let record: DeliveryRecord?
    /// What else is worth knowing, such as columns that nobody reads.
    package var notes: [String] = []

    init(_ state: State, _ record: DeliveryRecord, reason: String? = nil) {
        pipeline = record.pipeline
        source = record.source
        self.state = state
        self.reason = reason
        self.record = record
    }

    init(_ state: State, source: String, pipeline: String, reason: String? = nil) {
        self.pipeline = pipeline
        self.source = source
        self.state = state
        self.reason = reason
        record = nil
    }
}
