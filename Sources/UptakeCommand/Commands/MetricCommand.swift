import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Postgres
import Reporting

struct MetricCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case table, csv, json, xlsx }

    static let configuration = CommandConfiguration(
        commandName: "metric", abstract: "Compute declared metrics, by any attributes, for any period",
        discussion: """
            Example: uptake metric METRIC --by DIMENSION.COLUMN --period 2024
            A period is 2024 or 2567 (BE), FY2567, 2024-Q3, 2024-06, a range 2024-01..2024-06, or a year up to its last
            complete month: 2024-YTD, FY2567-YTD.
            """)

    @Argument(help: "The metrics; without any, they are listed.") var metrics: [String] = []
    @Option(help: "Attributes parted by commas, each DIMENSION.COLUMN.") var by = ""
    @OptionGroup var question: MetricQuestion
    @Option(help: "table, csv, json, or xlsx, which needs --out.") var format: Format = .table
    @Option(help: "The file that --format xlsx writes.") var out: String?
    @Flag(help: "With several attributes: subtotals for the leading ones, recomputed.") var subtotals = false
    @Flag(help: "With --format csv: begin with the mark by which Excel knows UTF-8.") var bom = false
    @Flag(help: "Print the SQL instead of running it.") var sql = false
    @Flag(help: "Ask the facts' own rows, not their monthly rollups: the same figures, more slowly.") var fromRows =
        false
    @OptionGroup var options: GlobalOptions

    mutating func run() throws {
        let session = try Session(options)
        let language = try question.chosenLanguage()
        guard !metrics.isEmpty else {
            let rows = session.project.metrics.values.sorted { $0.name.value < $1.name.value }
                .map { [$0.name.value, $0.label[language]] }
            Console.result(aligned(rows))
            return
        }
        let connection = try Connection(connecting: try session.warehouse())
        let knowledge = try question.knowledge(on: connection)
        // All of the answer comes from one snapshot, and no compaction takes a leaf away under it.
        let facts = session.project.metricCatalogue.factNames(of: metrics)
        try connection.readingFacts(facts) { try answer(session, language, knowledge, on: $0) }
    }

    private func answer(
        _ session: Session, _ language: Language, _ knowledge: Knowledge, on connection: borrowing Connection
    ) throws {
        let completeness = try Completeness(session.project, asOf: knowledge, on: connection)
        let today = question.day ?? session.today
        let control = DisclosureControl(session.project, metrics: metrics)
        let engine = MetricEngine(
            project: session.project, completeness: completeness,
            versions: try PublishedVersions(
                session.project, asOf: knowledge, usingRollups: !fromRows, on: connection),
            today: today, control: control)
        for name in metrics { _ = try engine.metric(name) }
        let request = MetricRequest(
            metrics: metrics, by: MetricQuestion.attributes(by),
            period: try session.period(question.period, of: metrics, completeness, on: today),
            filters: try question.filters(),
            language: language, asOf: knowledge, subtotals: subtotals)
        if sql {
            for statement in try engine.sql(for: request) { Console.result("\(statement)\n") }
            return
        }
        if let control {
            _ = try engine.table(request, on: connection)
            try control.decide(on: connection)
        }
        let table = try engine.table(request, on: connection)
        let output = MetricOutput(table, language: language)
        switch options.json ? .json : format {
        case .table: Console.result(try output.aligned())
        case .csv: Console.result(try output.csv(subtotals: subtotals, byteOrderMark: bom))
        case .json: Console.result(try output.json())
        case .xlsx:
            let workbook = MetricWorkbook(
                table, of: session.project, language: language,
                conditions: request.filters.map(\.description) + (question.asOf.map { ["as of \($0)"] } ?? []))
            Console.result(try session.write(workbook, to: out ?? ""))
        }
    }

    func validate() throws {
        if format == .xlsx, out == nil, !options.json {
            throw ValidationError("Please name the file that --format xlsx writes: --out FILE.")
        }
        if out != nil, format != .xlsx { throw ValidationError("Please use --out with --format xlsx.") }
        if bom, format != .csv { throw ValidationError("Please use --bom with --format csv.") }
    }
}
