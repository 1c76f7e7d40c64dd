package import Definitions
package import Periods

/// The text of an attribute path, such as `office.province.region`.
package struct AttributePath: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { text }
}

/// What the data looked like: as known now, or as known at an earlier moment.
package enum Knowledge: Hashable, Sendable {
    case current
    /// A timestamp with time zone, as PostgreSQL reads it.
    case asOf(String)
}

/// A question: these metrics, by these attributes, in this period.
package struct MetricRequest: Sendable {
    package var metrics: [String]
    package var by: [AttributePath]
    package var period: Period
    package var filters: [Filter]
    package var language: Language
    package var asOf: Knowledge
    /// Whether members of the leading attributes have rows of their own, recomputed over all that they have.
    package var subtotals: Bool

    package init(
        metrics: [String], by: [AttributePath] = [], period: Period, filters: [Filter] = [],
        language: Language,
        asOf: Knowledge = .current, subtotals: Bool = false
    ) {
        self.metrics = metrics
        self.by = by
        self.period = period
        self.filters = filters
        self.language = language
        self.asOf = asOf
        self.subtotals = subtotals
    }
}

/// Where a member stands among the others: by its reference file's order, its natural key or the calendar.
package enum MemberSortKey: Hashable, Comparable, Sendable {
    case number(Rational)
    case text(String)
    /// Rows without a member come last.
    case missing
}

/// The figures of one member, or of one combination of members.
package struct MetricRow: Hashable, Sendable {
    /// One per attribute asked for, in the language asked for; nil is the missing member.
    package var members: [String?]
    package var sortKeys: [MemberSortKey]
    /// One per metric.
    package var cells: [MetricCell]
    /// How many of the attributes the row is of: all of them, fewer for a subtotal, none for the total.
    package var level: Int
    /// The natural keys behind names, attribute by attribute; names need not be unique, nor stay what they are.
    package var keys: [String?] = []
}

/// The answer: rows by members, and the total recomputed over all of them.
package struct MetricTable: Sendable {
    /// The metrics with their units and decimals filled in.
    package var metrics: [MetricDefinition]
    package var by: [AttributePath]
    package var period: Period
    package var rows: [MetricRow]
    package var total: MetricRow
    /// The columns of the natural keys behind names, attribute by attribute, whose values `MetricRow.keys` has in this order.
    package var keyColumns: [[String]] = []
}
