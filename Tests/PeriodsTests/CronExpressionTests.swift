import Foundation
import Testing

@testable import Periods

@Suite struct CronExpressionTests {
    private func instant(_ text: String) throws -> Date {
        let formatter = ISO8601DateFormatter()
        return try #require(formatter.date(from: text))
    }

    @Test(
        "finds the next and the previous time in Bangkok",
        arguments: [
            ("0 6 10 3 *", "2025-03-09T22:59:59Z", "2025-03-09T23:00:00Z", "2024-03-09T23:00:00Z"),
            ("0 6 10 3 *", "2025-03-09T23:00:00Z", "2026-03-09T23:00:00Z", "2025-03-09T23:00:00Z"),
            ("*/15 8-9 * * mon-fri", "2024-06-07T02:50:00Z", "2024-06-10T01:00:00Z", "2024-06-07T02:45:00Z"),
            ("0 0 29 2 *", "2024-03-01T00:00:00Z", "2028-02-28T17:00:00Z", "2024-02-28T17:00:00Z"),
            // Both days restricted: either one fits. 13 September 2024 was a Friday, the next Friday the 20th.
            ("0 12 15 * 5", "2024-09-13T05:00:00Z", "2024-09-15T05:00:00Z", "2024-09-13T05:00:00Z"),
            ("30 23 31 12 *", "2024-12-31T16:29:00Z", "2024-12-31T16:30:00Z", "2023-12-31T16:30:00Z"),
            ("0 6 * * 7", "2024-06-08T00:00:00Z", "2024-06-08T23:00:00Z", "2024-06-01T23:00:00Z"),
        ])
    func fires(text: String, at: String, next: String, previous: String) throws {
        let cron = try #require(CronExpression(text))
        let zone = try #require(TimeZone(identifier: "Asia/Bangkok"))
        #expect(cron.next(after: try instant(at), in: zone) == (try instant(next)))
        #expect(cron.previous(at: try instant(at), in: zone) == (try instant(previous)))
    }

    @Test("fires once when clocks are put back and right after the gap when they are put forward")
    func survivesClockChanges() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let cron = try #require(CronExpression("30 2 * * *"))
        // 27 October 2024: 02:30 comes twice, the first time at 00:30 UTC.
        let first = try instant("2024-10-27T00:30:00Z")
        #expect(cron.next(after: try instant("2024-10-26T12:00:00Z"), in: zone) == first)
        #expect(cron.next(after: first, in: zone) == (try instant("2024-10-28T01:30:00Z")))
        // 31 March 2024: 02:30 never comes; an hour after 01:30 the clock shows 03:30.
        #expect(
            cron.next(after: try instant("2024-03-30T12:00:00Z"), in: zone)
                == (try instant("2024-03-31T01:30:00Z")))
    }

    @Test("never fires on a day that does not come")
    func neverFires() throws {
        let zone = try #require(TimeZone(identifier: "Asia/Bangkok"))
        #expect(
            try #require(CronExpression("0 0 31 2 *")).next(after: Date(timeIntervalSince1970: 0), in: zone)
                == nil)
    }

    @Test(
        "refuses what is no schedule",
        arguments: [
            "", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *",
            "5-1 * * * *", "a * * * *", "1, * * * *", "* * * * * *",
        ])
    func refuses(text: String) {
        #expect(CronExpression(text) == nil)
    }

    @Test("knows the day in the project's time zone")
    func today() throws {
        let zone = try #require(TimeZone(identifier: "Asia/Bangkok"))
        let now = Now(try instant("2024-12-31T18:30:00Z"), in: zone)
        #expect(now.today.description == "2025-01-01")
        #expect(now.iso8601 == "2025-01-01T01:30:00+07:00")
    }
}
