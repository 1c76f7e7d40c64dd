import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Postgres

struct RowsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rows", abstract: "Show the deliveries, files and lines behind a figure",
        discussion: """
            Examples:
              uptake rows METRIC --period 2024-06 --where DIMENSION.COLUMN=VALUE
              uptake rows METRIC --period 2024-06 --lines --limit 20
            The rows are the figure's own, as many as it has: the same date, conditions, members and published slices. Of a
            rate both sides are shown, of a change both periods. Personal identifiers are never shown.
            """)

    @Argument(help: "The metric.") var metric: String
    @OptionGroup var question: MetricQuestion
    @Flag(help: "Show single rows: file, line, slice, columns.") var lines = false
    @Option(help: "How many single rows to show of each part.") var limit = 100
    @Option(help: "table, csv or json.") var format: MetricQuestion.Format = .table
    @Flag(help: "Print the SQL instead of running it.") var sql = false
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("Please show at least one row (--limit).") }
    }

    mutating func run() throws {
        let session = try Session(options)
        let language = try question.chosenLanguage()
        let connection = try Connection(connecting: try session.warehouse())
        let knowledge = try question.knowledge(on: connection)
        let facts = session.project.metricCatalogue.factNames(of: [metric])
        try connection.readingFacts(facts) { try answer(session, language, knowledge, on: $0) }
    }

    private func answer(
        _ session: Session, _ language: Language, _ knowledge: Knowledge, on connection: borrowing Connection
    ) throws {
        let completeness = try Completeness(session.project, asOf: knowledge, on: connection)
        let control = DisclosureControl(session.project, metrics: [metric])
        let engine = MetricEngine(
            project: session.project, completeness: completeness,
            versions: try PublishedVersions(session.project, asOf: knowledge, on: connection),
            today: question.day ?? session.today, control: control)
        _ = try engine.metric(metric)
        let request = LineageRequest(
            metric: metric, period: try session.period(question.period, of: [metric], completeness, on: question.day),
            filters: try question.filters(), language: language, asOf: knowledge, lines: lines ? limit : nil)
        if sql {
            for statement in try engine.sql(for: request) { Console.result("\(statement)\n") }
            return
        }
        if let control { try engine.requireReleased(request, control, on: connection) }
        let output = LineageOutput(try engine.lineage(request, on: connection), language: language)
        switch options.json ? .json : format {
        case .table: Console.result(try output.text())
        case .csv: Console.result(output.csv())
        case .json: Console.result(try output.json())
        }
    }
}
