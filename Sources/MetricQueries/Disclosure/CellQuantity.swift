internal import Definitions

/// What is counted of a cell's rows and must not be told when it is small.
enum CellQuantity: Hashable {
    case rows
    /// Different values of a column, such as persons.
    case distinct(String)
    /// The sum of a measure whose rows each stand for many.
    case sum(String)

    init(_ metric: MetricDefinition.Simple, _ disclosure: DisclosureDefinition) {
        if let measure = disclosure.measure {
            self = .sum(measure.value)
        } else if metric.aggregation == .countDistinct, let of = metric.of {
            self = .distinct(of.value)
        } else {
            self = .rows
        }
    }

    /// Whether the value of a metric is this count.
    func isValue(of metric: MetricDefinition.Simple) -> Bool {
        switch self {
        case .rows: false
        case .distinct(let of): metric.aggregation == .countDistinct && metric.of?.value == of
        case .sum(let of): [.sum, .last].contains(metric.aggregation) && metric.of?.value == of && metric.times == nil
        }
    }
}
