internal import Definitions
internal import Warehouse

/// Decides whether a delivery has more rejects than its pipeline allows.
struct RejectLimitCheck {
    private let pipeline: PipelineDefinition

    init(_ pipeline: PipelineDefinition) { self.pipeline = pipeline }

    /// Says why the delivery is refused, nil when it is not.
    func reason(to record: DeliveryRecord) -> String? {
        guard let limit = pipeline.rejects else { return nil }
        return limit.bounds.lazy.compactMap { reason(to: record, $0, minimumRows: limit.minimumRows) }.first
    }

    private func reason(
        to record: DeliveryRecord, _ bound: PipelineDefinition.RejectLimit.Bound, minimumRows: Int
    ) -> String? {
        switch bound {
        case .rows(let most):
            guard record.rejectedRows > most else { return nil }
            return "\(record.rejectedRows) rows rejected, at most \(most) allowed"
        case .share(let basisPoints):
            guard record.readRows >= minimumRows,
                record.rejectedRows * 10_000 > record.readRows * basisPoints
            else { return nil }
            let share = decimalText(Int64(record.rejectedRows * 10_000 / max(record.readRows, 1)), scale: 2)
            return
                "\(record.rejectedRows) of \(record.readRows) rows rejected (\(share) %), at most \(decimalText(Int64(basisPoints), scale: 2)) % allowed"
        }
    }
}
