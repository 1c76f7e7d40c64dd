internal import Definitions
internal import MetricQueries

/// How the figures of one metric are shown in one column: unit, scale, sign, decimals.
///
/// Rounding happens here, once, on exact fractions, half away from zero; a cell of the workbook gets the digits.
struct FigureFormat {
    private enum Kind { case number, percent, percentChange, points, difference }

    private let kind: Kind
    private let scale: DisplayScale?
    private let places: Int

    /// Chooses the decimals so that the smallest of the figures is still told apart from zero, if the metric asks so.
    init(_ metric: MetricDefinition, figures: [MetricCell]) throws {
        self.init(metric, values: figures.compactMap(\.value))
    }

    init(_ metric: MetricDefinition, values: [Rational]) {
        kind = Self.kind(of: metric)
        scale = metric.scale
        places = Self.places(of: metric, kind: kind, values: values)
    }

    /// The same metric's change: points for a share, a signed number otherwise.
    private init(kind: Kind, scale: DisplayScale?, places: Int) {
        self.kind = kind
        self.scale = scale
        self.places = places
    }

    static func difference(of metric: MetricDefinition) -> FigureFormat {
        let isShare = kind(of: metric) == .percent
        let places = if case .fixed(let places) = metric.decimals { places } else { isShare ? 2 : 0 }
        return FigureFormat(kind: isShare ? .points : .difference, scale: metric.scale, places: places)
    }

    static let relativeChange = FigureFormat(kind: .percentChange, scale: nil, places: 2)

    func cell(_ figure: MetricCell) throws -> LayoutCell {
        let marks = figure.marks.symbols
        guard let value = figure.value else {
            return LayoutCell(.absent(figure.state?.symbol ?? .notAvailable), marks: marks)
        }
        let number = try rounded(value)
        switch kind {
        case .number: return LayoutCell(.number(number), marks: marks)
        case .percent: return LayoutCell(.percent(number), marks: marks)
        case .percentChange: return LayoutCell(.percentChange(number), marks: marks)
        case .points, .difference: return LayoutCell(.difference(number), marks: marks)
        }
    }

    private func rounded(_ value: Rational) throws -> DecimalNumber {
        let shown =
            switch kind {
            case .percent, .percentChange, .points: try value.multiplied(by: .hundred)
            case .number, .difference: try scale.map { try value.divided(by: Rational($0.divisor)) } ?? value
            }
        let text = try shown.decimalText(places: places)
        guard let number = DecimalNumber(text) else { throw RationalError.notANumber(text) }
        return number
    }

    private static func kind(of metric: MetricDefinition) -> Kind {
        let isSigned =
            if case .change(let change) = metric.kind, change.kind != .previous { true } else { false }
        switch metric.unit?.value {
        case MetricUnit.percent: return isSigned ? .percentChange : .percent
        case MetricUnit.percentagePoint: return .points
        default: return isSigned ? .difference : .number
        }
    }

    private static func places(of metric: MetricDefinition, kind: Kind, values: [Rational]) -> Int {
        let isRate = kind != .number && kind != .difference
        switch metric.decimals {
        case .fixed(let places): return places
        case .asNeeded: return neededPlaces(isRate: isRate, values: values)
        case nil:
            if isRate || metric.scale != nil { return 2 }
            return values.allSatisfy(\.isWhole) ? 0 : 2
        }
    }

    /// Two, or as many as the smallest figure needs to show two digits that are not leading zeros, at most six.
    private static func neededPlaces(isRate: Bool, values: [Rational]) -> Int {
        guard let smallest = values.filter({ !$0.isZero }).map(\.magnitude).min() else { return 2 }
        // Two digits are shown as soon as the figure is ten units of the last place.
        var threshold: Int128 = 10
        for places in 0...6 {
            let base: Int128 = isRate ? 100 : 1
            if places >= 2, let edge = try? Rational(10, over: threshold / 10 * base), smallest >= edge { return places }
            threshold *= 10
        }
        return 6
    }
}

extension CellMarks {
    fileprivate var symbols: [StatisticalSymbol] {
        [(CellMarks.provisional, StatisticalSymbol.provisional), (.lowReliability, .lowReliability), (.revised, .revised)]
            .filter { contains($0.0) }.map(\.1)
    }
}

extension CellState {
    fileprivate var symbol: StatisticalSymbol {
        switch self {
        case .notApplicable: .notApplicable
        case .notAvailable: .notAvailable
        case .confidential: .confidential
        }
    }
}
