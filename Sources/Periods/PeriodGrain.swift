/// The units that periods come in.
package enum PeriodGrain: String, CaseIterable, Hashable, Sendable {
    case day
    case month
    case quarter
    case fiscalQuarter = "fiscal_quarter"
    case year
    case fiscalYear = "fiscal_year"

    /// The length in months; nil for days.
    var months: Int? {
        switch self {
        case .day: nil
        case .month: 1
        case .quarter, .fiscalQuarter: 3
        case .year, .fiscalYear: 12
        }
    }

    package var isFiscal: Bool { self == .fiscalQuarter || self == .fiscalYear }
}
