package import Warehouse

/// What became of one delivery.
package struct DeliveryOutcome: Sendable {
    package enum State: String, Sendable {
        case published
        /// What it says is published already.
        case unchanged
        /// A limit was broken; the warehouse is as it was before.
        case refused
        /// A dry run: nothing was written.
        case checked
    }

    package let pipeline: String
    package let source: String
    package let state: State
    package let reason: String?
    package let record: DeliveryRecord?

    init(_ state: State, _ record: DeliveryRecord, reason: String? = nil) {
        pipeline = record.pipeline
        source = record.source
        self.state = state
        self.reason = reason
        self.record = record
    }

    init(unchanged delivery: Delivery, pipeline: String) {
        self.pipeline = pipeline
        source = delivery.source
        state = .unchanged
        reason = nil
        record = nil
    }
}
