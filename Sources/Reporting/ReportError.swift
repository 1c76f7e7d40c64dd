package import MetricQueries

/// Why a workbook is not written although nothing broke.
package enum ReportError: Error, CustomStringConvertible {
    /// Deliveries that the report requires are not there.
    case incomplete(report: String, period: String, missing: [Completeness.Gap])
    /// No period has all that the report requires.
    case noCompletePeriod(report: String)
    /// Figures that must not be told could be worked out from what it would show.
    case disclosive(report: String, period: String, DisclosureError)
    case notAPeriod(String, report: String, grain: String)

    package var description: String {
        switch self {
        case .incomplete(let report, let period, let missing):
            let named = missing.prefix(5).map(\.description).joined(separator: ", ")
            let more = missing.count > 5 ? " and \(missing.count - 5) more" : ""
            if missing.contains(where: \.isOfRule) {
                return "report \(report) for \(period) is not written: its data are not complete (\(named)\(more)); "
                    + "see `uptake rules`, have what is wrong delivered again and load it with `uptake run`, "
                    + "or write `requires: nothing` in the report"
            }
            return "report \(report) for \(period) is not written: data is missing (\(named)\(more)); "
                + "load it with `uptake run`, or write `requires: nothing` in the report"
        case .noCompletePeriod(let report):
            return
                "report \(report) has no period with complete data; load data with `uptake run` or name a `--period`"
        case .disclosive(let report, let period, let error):
            return "report \(report) for \(period) is not written: \(error)"
        case .notAPeriod(let text, let report, let grain):
            return "`\(text)` is not a period of report \(report), which comes by \(grain)"
        }
    }
}
