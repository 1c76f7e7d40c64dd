/// How one field of the target is filled: from source columns or a constant, read, checked and looked up.
package struct ColumnMapping: Sendable {
    package enum Calendar: String, CaseIterable, Sendable { case gregorian, buddhist }

    /// What happens when a lookup finds no member.
    package enum NotFound: String, CaseIterable, Sendable {
        /// The row is a reject.
        case reject
        /// A placeholder member is created with the natural key, to be enriched when its row arrives.
        case infer
        /// The row points to the member "missing".
        case missing
    }

    /// `dimension` (by its declared key) or `dimension.column`.
    package struct Lookup: Sendable {
        package let dimension: String
        package let column: String?
        package let location: SourceLocation
    }

    /// The identifiers of persons whose form the engine knows.
    package enum PersonalIdentifier: String, CaseIterable, Sendable { case thaiCitizenID = "thai_citizen_id" }

    package let target: Located<String>
    package let from: [Located<String>]
    /// A constant, instead of source columns.
    package let value: Located<String>?
    package let required: Bool
    package let date: Located<String>?
    package let calendar: Calendar
    package let lookup: Lookup?
    package let notFound: NotFound
    package let pseudonymOf: PersonalIdentifier?
    package let minimum: Located<String>?
    package let maximum: Located<String>?
    package let thousands: UInt8?
    /// The form of a text, or of each source column of a look-up.
    package let patterns: [Located<String>]
    /// Source spellings and what they mean, applied before everything else.
    package let map: [(from: String, to: String)]

    init?(_ target: Located<String>, _ node: YAMLNode) {
        guard var mapping = node.mapping(target.value) else { return nil }
        let collector = node.collector
        self.target = target
        from = mapping.optionalStrings("from") ?? []
        value = mapping.optionalString("value")
        required = mapping.optionalBoolean("required") ?? false
        date = mapping.optionalString("date")
        calendar = mapping.choice("calendar", of: Calendar.self) ?? .gregorian
        lookup = mapping.optionalString("lookup").map { text in
            let parts = text.value.split(separator: ".", maxSplits: 1).map(String.init)
            return Lookup(
                dimension: parts.first ?? "", column: parts.count > 1 ? parts[1] : nil, location: text.location)
        }
        notFound = mapping.choice("not_found", of: NotFound.self) ?? .reject
        pseudonymOf = mapping.choice("pseudonym_of", of: PersonalIdentifier.self)
        minimum = mapping.optionalString("minimum")
        maximum = mapping.optionalString("maximum")
        let thousands = mapping.optionalString("thousands")
        self.thousands = thousands?.value.utf8.first
        patterns = mapping.optionalStrings("pattern") ?? []
        var mapped: [(String, String)] = []
        if var map = mapping.optionalMapping("map") {
            for entry in map.entries() {
                if let to = entry.value.string(entry.key.value) { mapped.append((entry.key.value, to)) }
            }
        }
        map = mapped.map { (from: $0.0, to: $0.1) }
        mapping.rejectUnreadKeys()

        if from.isEmpty == (value == nil) {
            collector.error(
                at: node.location, "`\(target.value)` must be filled in exactly one way",
                remedy: "write `from:` with source columns or `value:` with a constant")
        }
        if let thousands, thousands.value.utf8.count != 1 {
            collector.error(at: thousands.location, "`thousands` must be one character", remedy: #"for example ",""#)
        }
        if let pattern = patterns.first, patterns.count != max(from.count, 1) {
            collector.error(
                at: pattern.location,
                "`\(target.value)` reads \(max(from.count, 1)) columns and has \(patterns.count) patterns",
                remedy: "give one for each column, in their order")
        }
        if from.count > 1, lookup == nil {
            collector.error(
                at: node.location, "`\(target.value)` reads several columns without a lookup",
                remedy: "name the dimension whose key they are with `lookup:`")
        }
    }
}
