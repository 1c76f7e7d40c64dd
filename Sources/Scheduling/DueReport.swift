package import Definitions
package import Foundation
package import Periods

/// A report that its schedule asks for: which period, and since when.
package struct DueReport: Sendable {
    package let report: ReportDefinition
    package let period: Period
    package let dueAt: Date

    package init(report: ReportDefinition, period: Period, dueAt: Date) {
        self.report = report
        self.period = period
        self.dueAt = dueAt
    }

    /// The instant as the ledger keeps it, in ISO 8601 and UTC.
    package var dueText: String { dueAt.formatted(.iso8601) }
}
