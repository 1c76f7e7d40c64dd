import Foundation
import TestSupport
import Testing

@testable import MetricQueries

/// Held against SciPy: `Fixtures/write_intervals.py` wrote the table.
@Suite struct IntervalTests {
    /// The lines of the table of one kind: a, b, c, low, high.
    private func cases(_ kind: String) throws -> [[String]] {
        let path = "\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/intervals.csv"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let found = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            .filter { $0[0] == kind }.map { Array($0.dropFirst()) }
        try #require(!found.isEmpty)
        return found
    }

    private func number(_ text: String) throws -> Double { try #require(Double(text)) }

    @Test("finds the quantiles of the normal distribution")
    func normal() throws {
        for line in try cases("normal") {
            let expected = try number(line[3])
            let found = normalQuantile(try number(line[0]))
            #expect(abs(found - expected) <= 1e-9 * max(1, abs(expected)), "\(line) but \(found)")
        }
    }

    @Test("finds the quantiles of Student's distribution, from one degree of freedom to a million million")
    func student() throws {
        for line in try cases("student") {
            let expected = try number(line[3])
            let found = studentQuantile(twoSided: 0.95, degrees: try #require(Int64(line[0])))
            #expect(abs(found - expected) <= 1e-9 * expected, "\(line) but \(found)")
        }
    }

    @Test("computes Wilson's interval of a share, none and all included")
    func wilson() throws {
        for line in try cases("wilson") {
            let interval = try #require(
                wilsonInterval(part: try Rational(decimal: line[0]), whole: try Rational(decimal: line[1])))
            let (low, high) = (try number(line[3]), try number(line[4]))
            #expect(abs(interval.low - low) <= 1e-9 * max(low, 1e-3), "\(line) but \(interval)")
            #expect(abs(interval.high - high) <= 1e-9 * max(high, 1e-3), "\(line) but \(interval)")
            #expect(interval.low >= 0 && interval.high <= 1)
        }
        #expect(wilsonInterval(part: .zero, whole: .zero) == nil)
        #expect(wilsonInterval(part: Rational(3), whole: Rational(2)) == nil)
    }

    @Test("computes the t interval of a mean from exact sums, however small the spread is beside it")
    func mean() throws {
        for line in try cases("mean") {
            let moments = Moments(
                count: try #require(Int64(line[0])), sum: try Rational(decimal: line[1]),
                squares: try Rational(decimal: line[2]))
            let count = Rational(moments.count)
            let interval = try #require(
                try studentInterval(of: try moments.sum.divided(by: count), moments, divisor: count))
            let (low, high) = (try number(line[3]), try number(line[4]))
            let tolerance = 1e-9 * (high - low) + 4 * high.ulp
            #expect(abs(interval.low - low) <= tolerance, "\(line) but \(interval)")
            #expect(abs(interval.high - high) <= tolerance, "\(line) but \(interval)")
        }
    }

    @Test("knows no interval of a single answer, and one without width where all answers are equal")
    func edges() throws {
        let one = Moments(count: 1, sum: Rational(4), squares: Rational(16))
        #expect(try studentInterval(of: Rational(4), one, divisor: Rational(1)) == nil)
        let equal = Moments(count: 3, sum: Rational(12), squares: Rational(48))
        let interval = try #require(try studentInterval(of: Rational(4), equal, divisor: Rational(3)))
        #expect(interval == MetricInterval(low: 4, high: 4))
    }
}
