/// A declared number: what is counted or summed, or how it follows from other metrics (`reports/metrics/*.yaml`).
package struct MetricDefinition: Sendable {
    /// How the rows of a fact become one number.
    package enum Aggregation: String, CaseIterable, Sendable {
        case count
        case sum
        case countDistinct = "count_distinct"
        case min
        case max
        /// The sum over members on the last day of the period that has rows: for stocks, which do not add over time.
        case last
    }

    /// A number taken from the rows of one fact.
    package struct Simple: Sendable {
        package let fact: Located<String>
        package let aggregation: Aggregation
        /// The measure or degenerate column; none for a count of rows.
        package let of: Located<String>?
        /// A numeric dimension attribute by which each row's measure is multiplied, such as a dated tariff.
        package let times: Located<String>?
        package let filters: [Filter]
        /// The calendar role that decides the period; the fact's event when there is none.
        package let date: Located<String>?

        /// The sum of another measure over the same rows.
        package func counting(_ measure: Located<String>) -> Simple {
            Simple(
                fact: fact, aggregation: aggregation == .last ? .last : .sum, of: measure, times: nil,
                filters: filters, date: date)
        }
    }

    package struct Ratio: Sendable {
        package let numerator: Located<String>
        package let denominator: Located<String>
        /// What is taken from both sides first, such as the lowest score once for every answer.
        package var less: Located<String>?
        /// nil for what is counted in full.
        package var sample: SampleStatistics?
    }

    /// The difference that time makes to another metric.
    package struct Change: Sendable {
        package let of: Located<String>
        package let base: ChangeBase
        package let kind: ChangeKind
    }

    /// One metric less another one of the same unit: a gap.
    package struct Difference: Sendable {
        package let of: Located<String>
        package let minus: Located<String>
    }

    /// Everything up to the end of the period, from a day on or from the beginning.
    package struct Cumulative: Sendable {
        package let of: Located<String>
        package let from: Located<String>?
    }

    package enum Kind: Sendable {
        case simple(Simple)
        case ratio(Ratio)
        case change(Change)
        case difference(Difference)
        case cumulative(Cumulative)
    }

    package let name: Located<String>
    package let kind: Kind
    package let label: LocalizedText
    /// What the number means, in words.
    package let definition: LocalizedText?
    /// `percent`, `percentage_point` or a word of the project's `units:`; nil follows from what it is made of.
    package var unit: Located<String>?
    package let decimals: DecimalPlaces?
    package let scale: DisplayScale?
    /// Whether an unfinished period has no change at all, rather than a provisional one.
    package let completePeriodsOnly: Bool
    package let location: SourceLocation
    /// Whether a change compares, of an unfinished period, the months that are complete with the same months earlier.
    package var comparesSamePortion = false
    package var targets: [MetricTarget] = []
    /// What a simple metric declares about small counts; nil when it declares nothing.
    package var disclosure: Located<DisclosureRule>?

    /// Whether its figures have a 95 % interval.
    package var hasInterval: Bool { sample?.interval != nil }

    /// What is said of its figures because they come from a sample; nil for what is counted in full.
    package var sample: SampleStatistics? {
        if case .ratio(let ratio) = kind { ratio.sample } else { nil }
    }

    /// The metrics that this one is made of.
    package var components: [Located<String>] {
        switch kind {
        case .simple: []
        case .ratio(let ratio):
            [ratio.numerator, ratio.denominator, ratio.less, ratio.sample?.base].compactMap { $0 }
        case .change(let change): [change.of]
        case .difference(let difference): [difference.of, difference.minus]
        case .cumulative(let cumulative): [cumulative.of]
        }
    }
}

/// The period a change is taken against.
package enum ChangeBase: Sendable {
    /// So much earlier.
    case offset(OffsetDefinition)
    /// A named period, as it is written: `2020`.
    case against(Located<String>)
}

package enum ChangeKind: String, CaseIterable, Sendable {
    /// The earlier value itself.
    case previous
    /// Later minus earlier: points for rates, the unit itself otherwise.
    case difference
    /// The difference as a share of the earlier value.
    case relativeChange = "relative_change"
}

/// How many decimals are shown.
package enum DecimalPlaces: Hashable, Sendable {
    case fixed(Int)
    /// Two, or as many as the smallest value needs to show two digits that are not zero.
    case asNeeded
}

/// A power of ten by which a number is divided for display.
package enum DisplayScale: String, CaseIterable, Sendable {
    case thousand, million, billion

    package var divisor: Int64 {
        switch self {
        case .thousand: 1000
        case .million: 1_000_000
        case .billion: 1_000_000_000
        }
    }

    package var label: LocalizedText {
        switch self {
        case .thousand: LocalizedText(english: "thousand", thai: "พัน")
        case .million: LocalizedText(english: "million", thai: "ล้าน")
        case .billion: LocalizedText(english: "billion", thai: "พันล้าน")
        }
    }
}
