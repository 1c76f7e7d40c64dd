import Foundation
import Pipelines
import Rules
import Warehouse

/// What a run has done as JSON: what became of each delivery, and how the rules stand afterwards.
enum RunJSON {
    private struct Run: Encodable {
        let deliveries: [Delivery]
        let rules: [RuleStatus]
    }

    private struct Delivery: Encodable {
        let pipeline: String
        let source: String
        let state: String
        let reason: String?
        let read: Int?
        let loaded: Int?
        let rejected: Int?
        let duplicate: Int?
        let warned: Int?
        let totals: [String: [String: String]]
        let notes: [String]
    }

    static func text(_ outcomes: [DeliveryOutcome], _ rules: [RuleStatus]) throws -> String {
        let deliveries = outcomes.map { outcome in
            var totals: [String: [String: String]] = [:]
            for total in outcome.record?.controlTotals ?? [] {
                totals[total.measure] = [
                    "read": decimalText(total.read, scale: total.scale),
                    "loaded": decimalText(total.loaded, scale: total.scale),
                    "rejected": decimalText(total.rejected, scale: total.scale),
                    "duplicate": decimalText(total.duplicate, scale: total.scale),
                ]
            }
            return Delivery(
                pipeline: outcome.pipeline, source: outcome.source, state: outcome.state.rawValue,
                reason: outcome.reason, read: outcome.record?.readRows, loaded: outcome.record?.loadedRows,
                rejected: outcome.record?.rejectedRows, duplicate: outcome.record?.duplicateRows,
                warned: outcome.record?.warnedRows, totals: totals, notes: outcome.notes)
        }
        return try encode(Run(deliveries: deliveries, rules: rules))
    }

    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
