internal import Definitions
internal import Hashing
internal import MetricQueries
internal import Periods
internal import Postgres

/// What a report's figures stand on, and the names by which that can be told again.
struct ReportBasis {
    let completeness: Completeness
    let versions: PublishedVersions
    let deliveries: [UsedDelivery]
    let dataVersion: String
    let definitionHash: String
    /// The last day that the data speak of, within the period.
    let asOf: CivilDate
    /// The day on which the newest of the deliveries was loaded: periods that ended later were not over.
    let knownOn: CivilDate?
    let previous: PreviousEdition?

    /// Reads the ledger.
    ///
    /// - Throws: `ReportError.incomplete` for a period that lacks what the report requires.
    init(
        of definition: ReportDefinition, project: Project, order: ReportOrder,
        on connection: borrowing Connection
    ) throws {
        completeness = try Completeness(project, asOf: order.knowledge, on: connection)
        versions = try PublishedVersions(
            project, asOf: order.knowledge, usingRollups: order.usesRollups, on: connection)
        let missing = ReportPeriods(definition, of: project, completeness: completeness).missing(
            in: order.period)
        guard missing.isEmpty else {
            throw ReportError.incomplete(
                report: definition.name.value, period: order.period.key, missing: missing)
        }
        deliveries = try readUsedDeliveries(
            of: definition, project: project, period: order.period, asOf: order.knowledge, on: connection)
        knownOn = deliveries.compactMap(\.loadedOn).max()
        dataVersion = Reporting.dataVersion(of: deliveries)
        definitionHash = Self.hash(of: project)
        asOf =
            deliveries.compactMap(\.lastDay).max().map { min($0, order.period.lastDay) }
            ?? order.period.lastDay
        previous = try PreviousEdition(
            report: definition.name.value, period: order.period.key, language: order.language.rawValue,
            dataVersion: dataVersion, definitionHash: definitionHash, on: connection)
    }

    /// The engine that answers from it.
    func engine(of project: Project, _ control: DisclosureControl?) -> MetricEngine {
        MetricEngine(project: project, completeness: completeness, versions: versions, today: knownOn, control: control)
    }

    /// Names everything that gives the figures their meaning; how the feeds are read is part of the data's name.
    private static func hash(of project: Project) -> String {
        let texts = project.texts.filter { !$0.key.hasPrefix("pipelines/") }.sorted { $0.key < $1.key }
        return String(
            SHA256Digest(of: texts.map { "\($0.key)\n\($0.value)" }.joined(separator: "\n")).description
                .prefix(16))
    }
}

/// The last edition of the same workbook that stood on other data or other definitions.
struct PreviousEdition {
    let day: CivilDate
    let hasOtherData: Bool
    let hasOtherDefinitions: Bool
    /// The moment whose knowledge its figures show.
    let moment: String

    init?(
        report: String, period: String, language: String, dataVersion: String, definitionHash: String,
        on connection: borrowing Connection
    ) throws(PostgresError) {
        let rows = try connection.query(
            """
            select finished_at::date, data_version <> $4, definition_hash <> $5, coalesce(as_of, started_at)::text
            from ledger.report_run
            where report = $1 and period = $2 and language = $3 and outcome = 'written'
              and (data_version <> $4 or definition_hash <> $5)
            order by report_run_key desc
            limit 1
            """,
            [.text(report), .text(period), .text(language), .text(dataVersion), .text(definitionHash)])
        guard rows.rowCount > 0, let day = civilDate(rows.text(0, 0)), let moment = rows.text(0, 3) else {
            return nil
        }
        self.moment = moment
        self.day = day
        hasOtherData = rows.bool(0, 1) ?? false
        hasOtherDefinitions = rows.bool(0, 2) ?? false
    }
}
