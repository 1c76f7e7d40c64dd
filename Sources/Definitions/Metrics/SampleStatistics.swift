/// What is said of a ratio because it comes from a sample, such as the answers to a survey.
package struct SampleStatistics: Sendable {
    /// How the 95 % interval is computed.
    package enum Interval: String, CaseIterable, Sendable {
        /// Student's t, for a mean of a measure.
        case t
        /// Wilson's score interval without continuity correction, for a share of counted rows.
        case wilson
    }

    /// The base below which a figure is of low reliability, unless a metric declares another one.
    package static let standardMinimumBase = 30

    package let interval: Located<Interval>?
    /// The metric that the minimum is held against, such as the respondents; nil for the rows behind the denominator.
    package let base: Located<String>?
    package let minimumBase: Int

    /// Reads `interval:`, `base:` and `minimum_base:`; nil when a ratio has none of them.
    init?(_ mapping: inout YAMLMapping) {
        let intervalNode = mapping.node("interval")
        let interval = mapping.choice("interval", of: Interval.self)
        let base = mapping.optionalString("base")
        let minimum = mapping.optionalInteger("minimum_base", atLeast: 1)
        guard interval != nil || base != nil || minimum != nil else { return nil }
        self.interval = intervalNode.flatMap { node in interval.map { Located($0, at: node.location) } }
        self.base = base
        minimumBase = minimum?.value ?? Self.standardMinimumBase
    }
}
