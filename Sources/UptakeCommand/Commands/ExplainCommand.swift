import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Postgres

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a metric is not what it was: by which members, exactly",
        discussion: """
            Example: uptake explain METRIC --by DIMENSION.COLUMN --period 2024 --against 2023
            The change of a rate is what changed within members, what changed in the mix between them, and what members
            brought that came or went; the three add up exactly, and so do the contributions of the members. Of several
            attributes each explains the one before: --by REGION,OFFICE.
            """)

    @Argument(help: "The metric.") var metric: String
    @Option(help: "The period to compare with; without one, the same period a year earlier.") var against: String?
    @Option(help: "Attributes parted by commas, each DIMENSION.COLUMN.") var by = ""
    @OptionGroup var question: MetricQuestion
    @Option(help: "As of when the earlier figure was published; what was restated since stands on its own line.")
    var againstAsOf: String?
    @Option(help: "How many members to show; the rest become one line.") var top: Int?
    @Option(help: "table, csv or json.") var format: MetricQuestion.Format = .table
    @Flag(help: "Print the SQL instead of running it.") var sql = false
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let top, top < 1 { throw ValidationError("Please show at least one member (--top).") }
    }

    mutating func run() throws {
        let session = try Session(options)
        let language = try question.chosenLanguage()
        let connection = try Connection(connecting: try session.warehouse())
        let knowledge = try question.knowledge(on: connection)
        let published = try againstAsOf.map { try MetricQuestion.knowledge($0, on: connection) }
        let facts = session.project.metricCatalogue.factNames(of: [metric])
        try connection.readingFacts(facts) { connection in
            let completeness = try Completeness(session.project, asOf: knowledge, on: connection)
            try MetricExplainer(session.project).check(metric, on: connection)
            let request = ExplanationRequest(
                metric: metric,
                period: try session.period(question.period, of: [metric], completeness, on: question.day),
                against: try against.map(session.readPeriod), by: MetricQuestion.attributes(by),
                filters: try question.filters(), language: language, asOf: knowledge, againstAsOf: published)
            try answer(request, session, on: connection)
        }
    }

    private func answer(
        _ request: ExplanationRequest, _ session: Session, on connection: borrowing Connection
    ) throws {
        let controls = DisclosureControls(session.project, metrics: [metric])
        let explainer = MetricExplainer(
            session.project, today: question.day ?? session.today, controls: controls)
        if sql {
            for statement in try explainer.sql(for: request, on: connection) { Console.result("\(statement)\n") }
            return
        }
        if request.by.isEmpty { session.note("Which members moved it, --by DIMENSION.COLUMN tells.") }
        if let controls {
            _ = try explainer.explain(request, on: connection)
            try controls.decide(on: connection)
        }
        var explanation = try explainer.explain(request, on: connection)
        if let top { explanation = try explanation.top(top) }
        let output = try ExplanationOutput(explanation, units: session.project.settings.units)
        switch options.json ? .json : format {
        case .table: Console.result(try output.text())
        case .csv: Console.result(output.csv())
        case .json: Console.result(try output.json())
        }
    }
}
