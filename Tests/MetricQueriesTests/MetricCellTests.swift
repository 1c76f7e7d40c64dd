import Testing

@testable import MetricQueries

@Suite struct MetricCellTests {
    private func fill(_ cell: inout MetricCell) {
        cell.value = Rational(3)
        cell.marks = [.provisional, .lowReliability, .revised]
        cell.numerator = Rational(3)
        cell.denominator = Rational(4)
        cell.count = 4
        cell.countBefore = 5
        cell.base = Rational(4)
        cell.interval = MetricInterval(low: 0.25, high: 0.875)
    }

    private func expectSilence(_ cell: MetricCell) {
        #expect(cell.value == nil && cell.numerator == nil && cell.denominator == nil)
        #expect(cell.count == nil && cell.countBefore == nil && cell.base == nil && cell.interval == nil)
        #expect(cell.marks == .provisional)
    }

    @Test("a confidential figure tells nothing, whether it became so before or after")
    func silence() {
        var before = MetricCell(.confidential)
        fill(&before)
        expectSilence(before)
        var after = MetricCell(.zero)
        fill(&after)
        after.state = .confidential
        expectSilence(after)
        expectSilence(MetricCell(.confidential, marks: [.provisional, .lowReliability]))
    }

    @Test("what a confidential figure was is not kept for later")
    func oblivion() {
        var cell = MetricCell(.zero)
        fill(&cell)
        cell.state = .confidential
        cell.state = .notAvailable
        expectSilence(cell)
    }

    @Test("any other figure keeps what it is given", arguments: [nil, CellState.notApplicable, .notAvailable])
    func others(state: CellState?) {
        var cell = MetricCell(.zero)
        cell.state = state
        fill(&cell)
        #expect(cell.value == Rational(3) && cell.numerator == Rational(3) && cell.denominator == Rational(4))
        #expect(cell.count == 4 && cell.countBefore == 5 && cell.base == Rational(4) && cell.interval != nil)
        #expect(cell.marks == [.provisional, .lowReliability, .revised])
    }

    @Test("what is derived from a confidential figure is confidential, whatever else is missing")
    func derived() throws {
        let cells = [MetricCell(Rational(7)), MetricCell(.notAvailable), MetricCell(.notApplicable)]
        let hidden = MetricCell(.confidential)
        for other in cells {
            for (base, current) in [(hidden, other), (other, hidden)] {
                for relative in [false, true] {
                    let change = try MetricEvaluation.change(from: base, to: current, relative: relative)
                    #expect(change.state == .confidential)
                }
            }
        }
    }
}
