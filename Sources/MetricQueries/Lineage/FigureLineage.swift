package import Definitions
package import Periods

/// Where a figure comes from: every part that it is computed from, with the deliveries of its rows.
package struct FigureLineage: Sendable {
    /// What a part is to the figure.
    package enum Role: String, Sendable {
        case figure, numerator, denominator
        /// What else a ratio names: what is taken from both sides, or what its reliability is judged by.
        case other
    }

    /// The metric that was asked for.
    package let metric: MetricDefinition
    package let period: Period
    package let parts: [Part]

    /// A number that is read from the rows of one fact.
    package struct Part: Sendable {
        package let metric: MetricDefinition
        package let role: Role
        package let period: Period
        package let fact: String
        /// The figure of this part, as `uptake metric` computes it.
        package let cell: MetricCell
        /// Whether the values of deliveries add up to the figure's.
        package let addsUp: Bool
        /// In the order of their numbers.
        package let deliveries: [Delivery]
        /// Single rows, when they were asked for.
        package let lines: Lines?

        /// All rows behind the figure.
        package var rows: Int64 { deliveries.reduce(0) { $0 + $1.rows } }
    }

    package struct Delivery: Sendable {
        package let key: Int64
        package let pipeline: String
        /// The file relative to the project, or the name of the connection.
        package let source: String
        package let sha256: String
        /// When it was decided on, in the project's time zone.
        package let loadedAt: String
        package let rows: Int64
        /// nil when none of the rows has a measure.
        package let value: Rational?
    }

    /// The first rows by delivery and line.
    package struct Lines: Sendable {
        /// The names of the fact's columns that are shown.
        package let columns: [String]
        package let rows: [Line]
    }

    package struct Line: Sendable {
        package let source: String
        package let line: Int64
        package let pipeline: String
        package let period: String
        package let part: String?
        /// One per column; nil for a missing member or value.
        package let values: [String?]
    }
}

/// A question: which rows stand behind a figure.
package struct LineageRequest: Sendable {
    package var metric: String
    package var period: Period
    package var filters: [Filter]
    package var language: Language
    package var asOf: Knowledge
    /// How many single rows of each part are wanted; nil for none.
    package var lines: Int?

    package init(
        metric: String, period: Period, filters: [Filter] = [], language: Language, asOf: Knowledge = .current,
        lines: Int? = nil
    ) {
        self.metric = metric
        self.period = period
        self.filters = filters
        self.language = language
        self.asOf = asOf
        self.lines = lines
    }
}
