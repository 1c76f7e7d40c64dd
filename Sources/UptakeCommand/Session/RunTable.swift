import Pipelines
import Warehouse

/// Words for what runs did: read = loaded + rejected + duplicate, in rows and in every controlled measure.
enum RunTable {
    static func line(_ outcome: DeliveryOutcome) -> String {
        var line = "\(outcome.pipeline): \(outcome.source): \(outcome.state.rawValue)"
        if let record = outcome.record {
            line += ", read \(grouped(record.readRows)) = loaded \(grouped(record.loadedRows))"
            line += " + rejected \(grouped(record.rejectedRows)) + duplicate \(grouped(record.duplicateRows))"
            if record.warnedRows > 0 { line += "; \(grouped(record.warnedRows)) with a warning" }
        }
        if let reason = outcome.reason { line += "\n  \(reason)" }
        for note in outcome.notes { line += "\n  \(note)" }
        return line
    }

    static func summary(_ outcomes: [DeliveryOutcome]) -> String {
        var rows = [["pipeline", "deliveries", "new", "refused", "read", "loaded", "rejected", "duplicate"]]
        var names: [String] = []
        for outcome in outcomes where !names.contains(outcome.pipeline) { names.append(outcome.pipeline) }
        for name in names {
            let own = outcomes.filter { $0.pipeline == name }
            let records = own.compactMap(\.record)
            rows.append([
                name, grouped(own.count), grouped(own.count { $0.state == .published }),
                grouped(own.count { $0.state == .refused }), grouped(records.reduce(0) { $0 + $1.readRows }),
                grouped(records.reduce(0) { $0 + $1.loadedRows }), grouped(records.reduce(0) { $0 + $1.rejectedRows }),
                grouped(records.reduce(0) { $0 + $1.duplicateRows }),
            ])
        }
        return aligned(rows, numeric: Set(1...7))
    }
}
