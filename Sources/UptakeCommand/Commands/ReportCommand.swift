import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Postgres
import Reporting

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write declared workbooks, in the languages of the project",
        discussion: "Example: uptake report annual-adoption --period 2567 --language th --out /srv/published")

    @Argument(help: "The reports; without any, all of them.") var reports: [String] = []
    @Option(help: "The period, of the report's own grain; without one, the one it declares.") var period: String?
    @Option(help: "th or en; without one, all languages of the report.") var language: String?
    @Option(help: "management or publication; without one, the report's own.") var profile: String?
    @Option(help: "The folder to write to; without one, the project's.") var out: String?
    @Option(help: "As the data were known at a moment, e.g. 2025-03-01T12:00:00+07:00.") var asOf: String?
    @Flag(help: "Ask the facts' own rows, not their monthly rollups: the same figures, more slowly.") var fromRows =
        false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        let chosen = try session.reports(named: reports)
        let connection = try Connection(connecting: try session.warehouse())
        try session.requireCurrentLedger(on: connection)
        var request = ReportRequest()
        request.period = period
        request.folder = out
        if let language {
            guard let known = Language(rawValue: language) else {
                throw UsageError("Please choose --language th or en.")
            }
            request.languages = [known]
        }
        if let profile {
            guard let known = WorkbookDocument.Profile(rawValue: profile) else {
                throw UsageError("Please choose --profile management or publication.")
            }
            request.profile = known
        }
        request.usesRollups = !fromRows
        if let asOf { request.knowledge = .asOf(asOf) }
        for report in chosen {
            for file in try session.write(report, request, on: connection) { Console.result(file) }
        }
    }
}

/// What a person asked of reports; everything left out is as the report declares.
struct ReportRequest {
    var period: String?
    var languages: [Language]?
    var profile: WorkbookDocument.Profile?
    var folder: String?
    var knowledge: Knowledge = .current
    var usesRollups = true
    /// The periods that `uptake up` writes beside the standard one.
    var includesFurtherPeriods = false
}
