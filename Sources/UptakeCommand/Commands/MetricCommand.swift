import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Postgres

struct MetricCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case table, csv, json }

    static let configuration = CommandConfiguration(
        commandName: "metric", abstract: "Compute declared metrics, by any attributes, for any period",
        discussion: """
            Example: uptake metric METRIC --by DIMENSION.COLUMN --period 2024
            A period is 2024 or 2567 (BE), FY2567, 2024-Q3, 2024-06, or a range 2024-01..2024-06.
            """)

    @Argument(help: "The metrics; without any, they are listed.") var metrics: [String] = []
    @Option(help: "Attributes parted by commas, each DIMENSION.COLUMN.") var by = ""
    @Option(help: "The period; without one, the last complete year.") var period: String?
    @Option(name: .customLong("where"), help: "A condition ATTRIBUTE=VALUE; may be given again.") var conditions:
        [String] = []
    @Option(help: "The language of members and labels: th or en.") var language = "en"
    @Option(help: "As the data were known at a moment, e.g. 2025-03-01T12:00:00+07:00.") var asOf: String?
    @Option(help: "table, csv or json.") var format: Format = .table
    @Flag(help: "Print the SQL instead of running it.") var sql = false
    @Flag(help: "Ask the facts' own rows, not their monthly rollups: the same figures, more slowly.") var fromRows =
        false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        guard let language = Language(rawValue: language) else {
            throw UsageError("Please choose --language th or en.")
        }
        guard !metrics.isEmpty else {
            let rows = session.project.metrics.values.sorted { $0.name.value < $1.name.value }
                .map { [$0.name.value, $0.label[language]] }
            Console.result(aligned(rows))
            return
        }
        let connection = try Connection(connecting: try session.warehouse())
        // All of the answer comes from one snapshot, and no compaction takes a leaf away under it.
        let facts = session.project.metricCatalogue.factNames(of: metrics)
        try connection.readingFacts(facts) { try answer(session, language, on: $0) }
    }

    private func answer(_ session: Session, _ language: Language, on connection: borrowing Connection) throws {
        let knowledge: Knowledge = asOf.map { .asOf($0) } ?? .current
        let completeness = try Completeness(session.project, asOf: knowledge, on: connection)
        let engine = MetricEngine(
            project: session.project, completeness: completeness,
            versions: try PublishedVersions(
                session.project, asOf: knowledge, usingRollups: !fromRows, on: connection))
        for name in metrics { _ = try engine.metric(name) }
        let filters = try filters()
        let request = MetricRequest(
            metrics: metrics, by: by.split(separator: ",").map { AttributePath(String($0)) },
            period: try chosenPeriod(session, completeness), filters: filters, language: language,
            asOf: knowledge)
        if sql {
            for statement in try engine.sql(for: request) { Console.result("\(statement)\n") }
            return
        }
        let table = try engine.table(request, on: connection)
        let output = MetricOutput(table, language: language)
        switch options.json ? .json : format {
        case .table: Console.result(try output.aligned())
        case .csv: Console.result(try output.csv())
        case .json: Console.result(try output.json())
        }
    }

    private func chosenPeriod(_ session: Session, _ completeness: Completeness) throws -> Period {
        let fiscal = session.project.fiscalCalendar
        if let text = period {
            guard let period = Period(text, fiscal: fiscal) else {
                throw UsageError(
                    "`\(text)` is not a period. Write 2024, 2567, FY2567, 2024-Q3, 2024-06 or 2024-01..2024-06.")
            }
            return period
        }
        let facts = session.project.metricCatalogue.factNames(of: metrics)
        guard let last = completeness.lastComplete(.year, facts: facts, today: session.today, fiscal: fiscal) else {
            throw UsageError("No year is complete yet. Please name a --period.")
        }
        session.note("Period \(last): the last complete year.")
        return last
    }

    private func filters() throws -> [Filter] {
        try conditions.map { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw UsageError("`\(text)` is not a condition. Write --where DIMENSION.COLUMN=VALUE.")
            }
            return Filter(parts[0], equals: parts[1], at: SourceLocation(file: "--where", line: 1, column: 1))
        }
    }
}
