internal import Definitions
internal import MetricQueries

/// How the figures of one metric become cells of one column: kind of cell, scale, sign, decimals.
///
/// Rounding happens here, once, on exact fractions, half away from zero; a cell of the workbook gets the digits.
struct FigureFormat {
    private let format: MetricFormat
    private let places: Int

    /// Chooses the decimals that the column needs for all of its figures.
    init(_ metric: MetricDefinition, figures: [MetricCell]) throws {
        format = MetricFormat(metric)
        places = try format.places(for: figures.compactMap(\.value))
    }

    func cell(_ figure: MetricCell) throws -> LayoutCell {
        let marks = figure.marks.symbols
        guard let value = figure.value else {
            return LayoutCell(.absent(figure.state?.symbol ?? .notAvailable), marks: marks)
        }
        let text = try format.decimalText(value, places: places)
        guard let number = DecimalNumber(text) else { throw RationalError.notANumber(text) }
        return LayoutCell(content(number), marks: marks)
    }

    /// An end of an interval, rounded as the figures of its column.
    func cell(end: Double) throws -> LayoutCell {
        let text = try format.decimalText(end, places: places)
        guard let number = DecimalNumber(text) else { throw RationalError.notANumber(text) }
        return LayoutCell(content(number))
    }

    /// The difference of a figure from its target: points for a rate.
    func cell(gap: Rational) throws -> LayoutCell {
        let text = try format.decimalText(gap, places: places)
        guard let number = DecimalNumber(text) else { throw RationalError.notANumber(text) }
        return .difference(number)
    }

    private func content(_ number: DecimalNumber) -> LayoutCell.Content {
        switch (format.isPercent, format.isSigned) {
        case (true, true): .percentChange(number)
        case (true, false): .percent(number)
        case (false, true): .difference(number)
        case (false, false): .number(number)
        }
    }
}

extension CellMarks {
    fileprivate var symbols: [StatisticalSymbol] {
        [
            (CellMarks.provisional, StatisticalSymbol.provisional), (.lowReliability, .lowReliability),
            (.revised, .revised),
        ]
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
