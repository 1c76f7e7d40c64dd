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
    @Option(help: "The period; without one, the last complete year.") var period: String?
    @Option(name: .customLong("where"), help: "A condition ATTRIBUTE=VALUE; may be given again.") var conditions:
        [String] = []
    @Option(help: "The language of members and labels: th or en.") var language = "en"
    @Option(help: "As the data were known at a moment, e.g. 2025-03-01T12:00:00+07:00.") var asOf: String?
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
                session.project, asOf: knowledge, usingRollups: !fromRows, on: connection),
            today: today(session))
        for name in metrics { _ = try engine.metric(name) }
        let filters = try filters()
        let request = MetricRequest(
            metrics: metrics, by: by.split(separator: ",").map { AttributePath(String($0)) },
            period: try chosenPeriod(session, completeness), filters: filters, language: language,
            asOf: knowledge, subtotals: subtotals)
        if sql {
            for statement in try engine.sql(for: request) { Console.result("\(statement)\n") }
            return
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
                conditions: filters.map(\.description) + (asOf.map { ["as of \($0)"] } ?? []))
            Console.result(try session.write(workbook, to: out ?? ""))
        }
    }

    /// The day on which it is asked, or as of which.
    private func today(_ session: Session) -> CivilDate {
        asOf.flatMap { CivilDate(String($0.prefix(10))) } ?? session.today
    }

    func validate() throws {
        if format == .xlsx, out == nil, !options.json {
            throw ValidationError("Please name the file that --format xlsx writes: --out FILE.")
        }
        if out != nil, format != .xlsx { throw ValidationError("Please use --out with --format xlsx.") }
        if bom, format != .csv { throw ValidationError("Please use --bom with --format csv.") }
    }

    private func chosenPeriod(_ session: Session, _ completeness: Completeness) throws -> Period {
        let fiscal = session.project.fiscalCalendar
        let facts = session.project.metricCatalogue.factNames(of: metrics)
        switch period.map({ AskedPeriod($0, fiscal: fiscal) }) {
        case .some(.some(.period(let period))): return period
        case .some(.some(.yearToDate(let year))):
            guard let months = completeness.completeMonths(of: year, facts: facts, today: today(session)) else {
                throw UsageError(
                    "No month of \(year) is complete yet, from its first on. Please name another --period.")
            }
            session.note("Period \(months): \(year) up to its last complete month.")
            return months
        case .some(.none):
            throw UsageError(
                "`\(period ?? "")` is not a period. Write 2024, 2567, FY2567, 2024-Q3, 2024-06, 2024-01..2024-06 or 2024-YTD."
            )
        case .none: break
        }
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
