internal import Definitions
internal import Extraction
internal import Hashing
internal import Warehouse

/// Holds what a sender states of a delivery, in its last record or in a file beside it, against what was read.
struct StatedTotalsCheck {
    private let pipeline: PipelineDefinition

    init(_ pipeline: PipelineDefinition) { self.pipeline = pipeline }

    /// Says why the delivery is refused, nil when everything stated is borne out.
    func reason(to intake: DeliveryIntake, _ summary: SourceSummary) -> String? {
        for stated in summary.stated {
            // A database counts its rows before it gives them.
            if summary.identity == nil, stated.measure == nil {
                guard scaledDecimal(stated.text, scale: 0) != Int128(summary.dataRecords) else { continue }
                return
                    "the source counts \(stated.text) rows, \(summary.dataRecords) were read; they change while they are read, run again when they do not"
            }
            if let reason = compare(stated.text, of: stated.measure, "its trailer", intake, summary) { return reason }
        }
        guard let control = intake.ready.found.control else { return nil }
        if let rows = control.rows, let reason = compare(rows, of: nil, control.file, intake, summary) {
            return reason
        }
        for (measure, text) in control.sums.sorted(by: { $0.key < $1.key }) {
            if let reason = compare(text, of: measure, control.file, intake, summary) { return reason }
        }
        if let sha256 = control.sha256, sha256.lowercased() != summary.sha256.description {
            return
                "\(control.file) states the SHA-256 \(sha256.lowercased()), the file has \(summary.sha256.description); it was damaged or replaced on its way, ask for it again"
        }
        return nil
    }

    private func compare(
        _ text: String, of measure: String?, _ place: String, _ intake: DeliveryIntake, _ summary: SourceSummary
    ) -> String? {
        guard let measure else {
            guard scaledDecimal(text, scale: 0) != Int128(summary.dataRecords) else { return nil }
            return "\(place) states \(text) rows, \(summary.dataRecords) were read; ask the sender for the whole file"
        }
        guard let total = intake.controlTotals.first(where: { $0.measure == measure }) else { return nil }
        guard scaledDecimal(text, scale: total.scale) != Int128(total.read) else { return nil }
        return
            "\(place) states \(text) of `\(measure)`, the rows add up to \(decimalText(total.read, scale: total.scale)); ask the sender for a corrected file"
    }
}
