import Periods
import Testing

@testable import MetricQueries

@Suite struct SharedDaysTests {
    private func span(_ from: String?, _ until: String) throws -> DateSpan {
        DateSpan(from: try from.map { try #require(CivilDate($0)) }, until: try #require(CivilDate(until)))
    }

    @Test("are those of a calendar and a fiscal year, asked either way round, and of what has no beginning")
    func overlapping() throws {
        let calendar = try span("2024-01-01", "2025-01-01")
        let fiscal = try span("2023-10-01", "2024-10-01")
        let shared = try span("2024-01-01", "2024-10-01")
        #expect(calendar.shared(with: fiscal) == shared)
        #expect(fiscal.shared(with: calendar) == shared)
        #expect(try span(nil, "2024-10-01").shared(with: calendar) == shared)
    }

    @Test("are none where one span holds the other, or nothing is in both")
    func others() throws {
        let year = try span("2024-01-01", "2025-01-01")
        for other in [
            year, try span("2024-03-01", "2024-04-01"), try span("2024-01-01", "2024-04-01"),
            try span("2024-10-01", "2025-01-01"), try span("2025-01-01", "2026-01-01"), try span(nil, "2025-01-01"),
            try span(nil, "2026-01-01"), try span(nil, "2024-01-01"),
        ] {
            #expect(year.shared(with: other) == nil && other.shared(with: year) == nil, "\(other)")
        }
    }
}
