internal import Periods

/// A delivery whose rows stand behind a report's figures.
struct UsedDelivery: Sendable {
    /// One equation of a delivery: read = loaded + rejected + duplicate, in rows or in a measure.
    struct Balance: Sendable {
        /// The measure's name; nil counts rows.
        var measure: String?
        var read: String
        var loaded: String
        var rejected: String
        var duplicate: String
    }

    var pipeline: String
    var source: String
    /// The content's SHA-256, the same wherever and whenever the delivery is loaded.
    var sha256: String
    var definitionHash: String
    var firstDay: CivilDate?
    var lastDay: CivilDate?
    /// The day on which it was loaded, in the project's time zone.
    var loadedOn: CivilDate?
    /// Rows first, then each money column.
    var balances: [Balance]
}
