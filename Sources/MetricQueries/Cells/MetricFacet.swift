package import Definitions
internal import Periods

/// What is told of a figure beside its value.
package enum MetricFacet: String, CaseIterable, Sendable {
    case marks
    case numerator
    case denominator
    /// The rows behind the value; of a ratio, behind its denominator; of a change, behind its later value.
    case count = "n"
    /// Of a change, the rows behind its earlier value.
    case countBefore = "n_before"
    /// What the reliability of a sample is judged by.
    case base
    /// The ends of the 95 % interval.
    case low, high
    case target
    /// What is missing to the target, or exceeds it.
    case gap
    /// The months that a change of an unfinished period compares.
    case period

    /// As a plain text, without separators or signs of a language; nil where the figure has none.
    package func text(of cell: MetricCell, _ format: MetricFormat) throws(RationalError) -> String? {
        switch self {
        case .marks: return cell.marks.isEmpty ? nil : cell.marks.text
        case .numerator: return cell.numerator?.exactText
        case .denominator: return cell.denominator?.exactText
        case .count: return cell.count.map { "\($0)" }
        case .countBefore: return cell.countBefore.map { "\($0)" }
        case .base: return cell.base?.exactText
        case .low: return try format.text(end: cell.interval?.low, beside: cell.value)
        case .high: return try format.text(end: cell.interval?.high, beside: cell.value)
        case .target: return try format.text(cell.target, beside: cell.value)
        case .gap: return try format.text(cell.gap(), beside: cell.value)
        case .period: return cell.portion?.key
        }
    }
}

extension MetricDefinition {
    /// The facets that figures of the metric can have, whatever the data say: what columns are made of.
    package var facets: [MetricFacet] {
        var facets: [MetricFacet] = [.marks]
        switch kind {
        case .simple(let simple): if simple.aggregation != .count { facets.append(.count) }
        case .ratio(let ratio):
            facets += [.numerator, .denominator, .count]
            if ratio.sample?.base != nil { facets.append(.base) }
            if ratio.sample?.interval != nil { facets += [.low, .high] }
        case .change(let change):
            facets += change.kind == .previous ? [.count] : [.count, .countBefore]
            if comparesSamePortion { facets.append(.period) }
        case .difference, .cumulative: break
        }
        return targets.isEmpty ? facets : facets + [.target, .gap]
    }
}

extension MetricCell {
    /// Value less target: percentage points for a rate.
    package func gap() throws(RationalError) -> Rational? {
        guard let value, let target else { return nil }
        return try value.subtracting(target)
    }
}

extension MetricFormat {
    /// The digits of a number with the decimals of the value that it stands beside.
    fileprivate func text(_ number: Rational?, beside value: Rational?) throws(RationalError) -> String? {
        guard let number else { return nil }
        return try decimalText(number, places: places(for: [value ?? number]))
    }

    fileprivate func text(end: Double?, beside value: Rational?) throws(RationalError) -> String? {
        guard let end, let value else { return nil }
        return try decimalText(end, places: places(for: [value]))
    }
}
