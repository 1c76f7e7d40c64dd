/// A table that says why a metric has changed: the contributions of members, which add up to the change.
package struct ExplanationDefinition: Sendable {
    package let metric: Located<String>
    /// The attributes whose members explain the change, each beneath the one before.
    package let by: [Located<String>]
    /// nil: one year earlier.
    package let base: ChangeBase?
    package let filters: [Filter]
    /// How many members stand on lines of their own; nil for all of them.
    package let top: Int?
}

extension ExplanationDefinition {
    /// Reads `explain: METRIC` with `by:`, and perhaps `against:` or `offset:`, `where:` and `top:`.
    init?(_ metric: Located<String>, _ mapping: inout YAMLMapping) {
        let by = mapping.strings("by")
        let base = mapping.changeBase()
        let filters = mapping.filters()
        let top = mapping.optionalInteger("top", atLeast: 1)
        guard let by else { return nil }
        self.init(metric: metric, by: by, base: base ?? nil, filters: filters, top: top?.value)
    }
}
