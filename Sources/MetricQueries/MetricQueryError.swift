package import Definitions

/// Why a question has no answer.
package enum MetricQueryError: Error, CustomStringConvertible {
    case unknownMetric(String, remedy: String)
    case attribute(AttributeError, metric: String)
    case notAPeriod(String)
    case arithmetic(RationalError, metric: String)
    case unexpectedResult(String)
    case badFilter(String)

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
        }
    }
}
