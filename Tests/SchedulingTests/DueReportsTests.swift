import Definitions
import Foundation
import Testing

@testable import Scheduling

@Suite struct DueReportsTests {
    private func report(cron: String, grain: String = "month", catchUp: String = "latest") throws -> ReportDefinition {
        let text = """
            report: monitor
            title: { en: Monitor, th: รายงาน }
            period: { grain: \(grain) }
            schedule: { cron: "\(cron)", time_zone: Asia/Bangkok, catch_up: \(catchUp) }
            sheets:
              - { name: { en: A, th: ก }, rows: a.b, columns: [m] }
            """
        let collector = DiagnosticCollector()
        let node = try #require(YAMLNode.parse(text, file: "monitor.yaml", collector: collector))
        let report = ReportDefinition(node)
        try #require(!collector.hasErrors, "\(collector.sorted)")
        return try #require(report)
    }

    private func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test(
        "a run is for the period that ended before it",
        arguments: [
            // The day in Bangkok decides: 23:00 UTC on 31 January is 06:00 on 1 February there.
            ("0 6 1 * *", "month", "2026-01-31T23:00:00Z", "2026-01"),
            ("0 6 1 * *", "month", "2026-01-31T22:59:59Z", "2025-12"),
            ("0 6 10 3 *", "year", "2026-03-10T06:00:00+07:00", "2025"),
            ("0 6 10 3 *", "year", "2026-03-10T05:59:00+07:00", "2024"),
            ("0 6 20 10 *", "fiscal_year", "2025-10-20T06:00:00+07:00", "FY2025"),
            ("0 6 5 1,4,7,10 *", "quarter", "2026-04-06T00:00:00+07:00", "2026-Q1"),
        ])
    func period(cron: String, grain: String, now: String, expected: String) throws {
        let due = try DueReports(now: date(now)).runs(of: report(cron: cron, grain: grain), since: nil)
        #expect(due.map(\.period.key) == [expected])
    }

    @Test("what is done is not due again, and the next run is")
    func done() throws {
        let report = try report(cron: "0 6 5 * *")
        let now = try date("2026-06-20T00:00:00+07:00")
        #expect(try DueReports(now: now).runs(of: report, since: date("2026-06-05T06:00:00+07:00")).isEmpty)
        let next = try DueReports(now: date("2026-07-05T06:00:00+07:00"))
            .runs(of: report, since: date("2026-06-05T06:00:00+07:00"))
        #expect(next.map(\.period.key) == ["2026-06"])
    }

    @Test(
        "missed runs are made up as the report says",
        arguments: [("latest", ["2026-05"]), ("all", ["2026-03", "2026-04", "2026-05"]), ("none", [])])
    func missed(catchUp: String, expected: [String]) throws {
        let due = try DueReports(now: date("2026-06-20T00:00:00+07:00"))
            .runs(of: report(cron: "0 6 5 * *", catchUp: catchUp), since: date("2026-03-05T06:00:00+07:00"))
        #expect(due.map(\.period.key) == expected)
    }

    @Test("a report without a schedule is never due")
    func unscheduled() throws {
        let text = """
            report: monitor
            title: { en: Monitor, th: รายงาน }
            period: { grain: year }
            sheets: [{ name: { en: A, th: ก }, rows: a.b, columns: [m] }]
            """
        let node = try #require(YAMLNode.parse(text, file: "monitor.yaml", collector: DiagnosticCollector()))
        let report = try #require(ReportDefinition(node))
        #expect(try DueReports(now: Date()).runs(of: report, since: nil).isEmpty)
    }

    @Test("words that are no schedule are an error with their place")
    func wrongWords() throws {
        let wrong = try report(cron: "every day")
        #expect(throws: ScheduleError.self) { try DueReports(now: Date()).runs(of: wrong, since: nil) }
    }
}
