import Definitions
import Periods
import Testing

@testable import MetricQueries

@Suite struct MetricFormatTests {
    private func format(_ metric: String) throws -> MetricFormat { MetricFormat(try self.metric(metric)) }

    private func metric(_ name: String) throws -> MetricDefinition {
        try #require(try bakery().metricCatalogue.metric(name))
    }

    @Test("writes values as a person reads them")
    func texts() throws {
        #expect(try format("web_rate").text(Rational(8946, over: 10_000)) == "89.46 %")
        #expect(try format("web_rate").text(Rational(6, over: 40_000)) == "0.015 %")
        #expect(try format("web_rate_change").text(Rational(2991, over: 10_000)) == "+29.91")
        #expect(try format("web_rate_change").text(Rational(-5, over: 100_000)) == "-0.01")
        #expect(try format("web_rate_change").text(Rational(-4, over: 100_000)) == "0.00")
        #expect(try format("sales_growth").text(Rational(1, over: 8)) == "+12.50 %")
        #expect(try format("sales").text(Rational(13_724_251)) == "13,724,251")
        #expect(try format("sales").text(Rational(-1234)) == "-1,234")
        #expect(try format("loaves_to_date").text(Rational(11_400_000)) == "11.4")
    }

    @Test("shows as many decimals as the smallest value of a column needs")
    func asNeeded() throws {
        let rate = try format("web_rate")
        let small = try Rational(6, over: 40_000)
        let large = try Rational(5269, over: 10_000)
        #expect(try rate.places(for: [small, large]) == 3)
        #expect(try rate.places(for: [large]) == 2)
        #expect(try rate.places(for: [.zero]) == 2)
        #expect(try rate.places(for: [Rational(1, over: 1_000_000_000)]) == 6)
    }

    @Test("writes states and marks")
    func states() throws {
        let metric = try metric("web_rate")
        #expect(try formatted(MetricCell(.notAvailable), of: metric, language: .thai) == "[x]")
        #expect(try formatted(MetricCell(.confidential), of: metric, language: .english) == "[c]")
        let cell = MetricCell(try Rational(1, over: 2), marks: [.provisional, .lowReliability])
        #expect(try formatted(cell, of: metric, language: .english) == "50.00 % [p] [u]")
    }

    @Test("writes the unit behind a number when it is asked to")
    func withUnits() throws {
        let units = try bakery().settings.units
        func text(_ name: String, _ value: Rational, _ language: Language) throws -> String {
            try formatted(MetricCell(value), of: try metric(name), language: language, units: units)
        }
        #expect(try text("loaves_to_date", Rational(11_400_000), .english) == "11.4 million loaves")
        #expect(try text("web_rate_change", Rational(1, over: 10), .english) == "+10.00 points")
        #expect(try text("web_rate", Rational(1, over: 10), .thai) == "10.00 %")
        #expect(try text("sales", Rational(5), .thai) == "5")
    }

    @Test("names units in both languages")
    func units() throws {
        let units = try bakery().settings.units
        #expect(try format("loaves_to_date").unitLabel(.english, units: units) == "million loaves")
        #expect(try format("loaves_to_date").unitLabel(.thai, units: units) == "ล้านก้อน")
        #expect(try format("web_rate").unitLabel(.thai, units: units) == "%")
        #expect(try format("sales").unitLabel(.thai, units: units) == nil)
    }
}
