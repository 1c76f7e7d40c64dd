package import Definitions

/// Why a question has no answer.
package enum MetricQueryError: Error, CustomStringConvertible {
    case unknownMetric(String, remedy: String)
    case attribute(AttributeError, metric: String)
    case notAPeriod(String)
    case arithmetic(RationalError, metric: String)
    case unexpectedResult(String)
    case badFilter(String)
    /// Rows of slices as they were known at a moment have been removed since.
    case noLongerKept(fact: String, slices: [String], Knowledge, until: String)
    /// The change of a metric does not follow from those of its members.
    case notExplainable(String, reason: String, remedy: String)

    /// The rows behind a figure that must not be told would tell it.
    case confidential(String)

    package var description: String {
        switch self {
        case .unknownMetric(let name, let remedy): "there is no metric `\(name)`; \(remedy)"
        case .attribute(let error, let metric):
            "\(error.message), which metric `\(metric)` needs; \(error.remedy)"
        case .notAPeriod(let text):
            "`\(text)` is not a period; write 2024, 2567, FY2024, 2024-Q3, 2024-06 or a range such as 2020..2024"
        case .arithmetic(let error, let metric): "metric `\(metric)` cannot be computed exactly: \(error)"
        case .unexpectedResult(let text): "the database answered something unexpected: \(text)"
        case .badFilter(let text): text
        case .noLongerKept(let fact, let slices, .current, _):
            "the ledger publishes \(slices.count) slices of fact `\(fact)` whose rows are in no leaf (\(Self.shown(slices))); restore the database or load them again"
        case .noLongerKept(let fact, let slices, .asOf(let moment), let until):
            "fact `\(fact)` as it was known at \(moment) lacks rows that are kept no longer (`retention:` in uptake.yaml): \(slices.count) slices, \(Self.shown(slices)); what was known from \(until) on can be computed"
        case .confidential(let name):
            "this figure of metric `\(name)` is confidential ([c]), and so is what it is made of; ask for larger groups of members or a longer period"
        case .notExplainable(let name, let reason, let remedy):
            "the change of metric `\(name)` cannot be taken apart: \(reason); \(remedy)"
        }
    }

    /// The first few of a list.
    private static func shown(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " …" : "")
    }
}
