package import Definitions
package import MetricQueries
package import Periods

/// The figures of a report that are not what they were known to be at another moment.
package struct ReportDifference: Sendable {
    /// A figure that differs.
    package struct Cell: Sendable {
        package let sheet: String
        /// What the row is about: a figure's number and label, or members and period.
        package let row: [String]
        /// The natural keys behind the names of its members; empty where there are none.
        package let keys: [String?]
        /// The column's heading.
        package let column: String
        package let metric: MetricDefinition
        package let period: Period
        /// nil when the row was not shown.
        package let before: MetricCell?
        package let after: MetricCell?
        /// Later less earlier, in the metric's base unit; nil when one of them has no value.
        package let difference: Rational?
        /// The deliveries that give the figure other rows; none when members or completeness alone have changed.
        package let deliveries: [Delivery]
    }

    /// What a delivery gave a figure before and gives it now.
    ///
    /// How many rows it gave is a count that nobody has decided about, of an office say that delivers by itself: where small
    /// counts are kept from being told, it is not told either.
    package struct Delivery: Hashable, Sendable {
        package struct Rows: Hashable, Sendable {
            package let before: Int64
            package let after: Int64
        }

        package let key: Int64
        package let pipeline: String
        package let source: String
        package let rows: Rows?
    }

    package let report: String
    package let period: Period
    package let cells: [Cell]
    /// How many figures were compared.
    package let compared: Int
}
