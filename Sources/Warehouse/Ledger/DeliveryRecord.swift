/// What the ledger keeps of a delivery.
package struct DeliveryRecord: Sendable {
    /// A controlled sum: what was read is what was loaded, rejected and found twice, exactly.
    package struct ControlTotal: Sendable, Equatable {
        package let measure: String
        package let scale: Int
        package var read: Int64 = 0
        package var loaded: Int64 = 0
        package var rejected: Int64 = 0
        package var duplicate: Int64 = 0

        package init(measure: String, scale: Int) {
            self.measure = measure
            self.scale = scale
        }

        package var balances: Bool { Int128(read) == Int128(loaded) + Int128(rejected) + Int128(duplicate) }
    }

    /// What a delivery does to the slices it speaks for.
    package enum Mode: String, Sendable {
        /// Replaces them as a whole.
        case replace
        /// Merges its rows into them by grain key.
        case amend
    }

    package var key: Int32
    package var pipeline: String
    /// The file relative to the project, or the name of the connection.
    package var source: String
    package var sha256: String
    package var definitionHash: String
    package var readRows = 0
    package var loadedRows = 0
    package var rejectedRows = 0
    package var duplicateRows = 0
    package var warnedRows = 0
    package var controlTotals: [ControlTotal] = []
    package var startedAt = ""
    package var mode = Mode.replace

    package init(key: Int32, pipeline: String, source: String, sha256: String, definitionHash: String) {
        self.key = key
        self.pipeline = pipeline
        self.source = source
        self.sha256 = sha256
        self.definitionHash = definitionHash
    }

    package var balances: Bool {
        readRows == loadedRows + rejectedRows + duplicateRows && controlTotals.allSatisfy(\.balances)
    }
}

/// Writes a whole number of the last place as a decimal.
package func decimalText(_ value: Int64, scale: Int) -> String {
    guard scale > 0 else { return String(value) }
    var digits = String(value.magnitude)
    if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits }
    return (value < 0 ? "-" : "") + digits.dropLast(scale) + "." + digits.suffix(scale)
}
