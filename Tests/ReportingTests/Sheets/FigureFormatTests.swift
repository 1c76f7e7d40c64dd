import MetricQueries
import Testing

@testable import Definitions
@testable import Reporting

@Suite struct FigureFormatTests {
    private static let nowhere = SourceLocation(file: "metrics.yaml", line: 1, column: 1)

    private func ratio(_ decimals: DecimalPlaces?) -> MetricDefinition {
        metric(.ratio(.init(numerator: name("a"), denominator: name("b"))), unit: "percent", decimals)
    }

    private func change(_ kind: ChangeKind, unit: String) -> MetricDefinition {
        metric(
            .change(.init(of: name("r"), base: .offset(OffsetDefinition(1, .year)), kind: kind)), unit: unit,
            .fixed(2))
    }

    private func metric(_ kind: MetricDefinition.Kind, unit: String?, _ decimals: DecimalPlaces?)
        -> MetricDefinition
    {
        MetricDefinition(
            name: name("m"), kind: kind, label: LocalizedText(english: "M", thai: "ม"), definition: nil,
            unit: unit.map(name), decimals: decimals, scale: nil, completePeriodsOnly: false,
            location: Self.nowhere)
    }

    private func name(_ text: String) -> Located<String> { Located(text, at: Self.nowhere) }

    @Test("rounds exact fractions once, half away from zero")
    func rounds() throws {
        // 52.69 % less 0.015 % is exactly 52.675 points, which binary floating point would print as 52.67.
        let difference = try Rational(5269, over: 10_000).subtracting(Rational(6, over: 40_000))
        let points = change(.difference, unit: "percentage_point")
        let cell = try FigureFormat(points, figures: [MetricCell(difference)]).cell(MetricCell(difference))
        #expect(cell == .difference(DecimalNumber(units: 5268, decimals: 2)))
        let negative = MetricCell(difference.negated)
        #expect(
            try FigureFormat(points, figures: [negative]).cell(negative)
                == .difference(DecimalNumber(units: -5268, decimals: 2)))
    }

    @Test("a column has as many decimals as its smallest figure needs")
    func choosesDecimals() throws {
        let small = MetricCell(try Rational(6, over: 40_000))
        let large = MetricCell(try Rational(5269, over: 10_000))
        let format = try FigureFormat(ratio(.asNeeded), figures: [small, large])
        #expect(try format.cell(small) == .percent(DecimalNumber(units: 15, decimals: 3)))
        #expect(try format.cell(large) == .percent(DecimalNumber(units: 52_690, decimals: 3)))
        let alone = try FigureFormat(ratio(.asNeeded), figures: [large])
        #expect(try alone.cell(large) == .percent(DecimalNumber(units: 5269, decimals: 2)))
    }

    @Test("a relative change is a signed percentage")
    func showsRelativeChanges() throws {
        let growth = MetricCell(try Rational(1, over: 4))
        let format = try FigureFormat(change(.relativeChange, unit: "percent"), figures: [growth])
        #expect(
            try format.cell(growth) == LayoutCell(.percentChange(DecimalNumber(units: 2500, decimals: 2))))
    }

    @Test("states and marks survive")
    func keepsStates() throws {
        let format = try FigureFormat(ratio(nil), figures: [])
        #expect(try format.cell(MetricCell(.confidential)) == .absent(.confidential))
        #expect(try format.cell(MetricCell(.notApplicable)) == .absent(.notApplicable))
        let provisional = MetricCell(try Rational(1, over: 2), marks: [.provisional, .lowReliability])
        #expect(try format.cell(provisional).marks == [.provisional, .lowReliability])
    }
}
