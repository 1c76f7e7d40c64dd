import ArgumentParser
import Definitions
import MetricQueries
import Periods
import Postgres
import Reporting

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "List the figures of a report that changed between two moments, and why",
        discussion: """
            Example: uptake diff annual-adoption --period 2024 --between 2025-03-10T06:00:00+07:00,now
            Every figure that differs is shown as it was known at both moments, with the deliveries that gave it other rows. \
            Both are computed by today's definitions.
            """)

    @Argument(help: "The report.") var report: String
    @Option(help: "Two moments parted by a comma; `now` is what is known now.") var between: String
    @Option(help: "The period, of the report's own grain; without one, the one it declares.") var period: String?
    @Option(help: "The language of labels and members: th or en.") var language = "en"
    @Option(help: "table, csv or json.") var format: MetricQuestion.Format = .table
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        guard let language = Language(rawValue: language) else {
            throw UsageError("Please choose --language th or en.")
        }
        let words = between.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init)
        guard words.count == 2 else {
            throw UsageError("Please name two moments, such as --between 2025-03-10T06:00:00+07:00,now.")
        }
        let definition = try session.reports(named: [report])[0]
        let connection = try Connection(connecting: try session.warehouse())
        let moments = try words.map { word in
            word == "now" ? .current : try MetricQuestion.knowledge(word, on: connection)
        }
        var request = ReportRequest()
        request.period = period
        let period = try session.periods(of: definition, request, on: connection)[0]
        let comparison = ReportComparison(
            definition, of: session.project, period: period, language: language, before: moments[0], after: moments[1])
        let output = DifferenceOutput(try comparison.run(on: connection), language: language)
        switch options.json ? .json : format {
        case .table: Console.result(try output.text())
        case .csv: Console.result(try output.csv())
        case .json: Console.result(try output.json())
        }
    }
}
