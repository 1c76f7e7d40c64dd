package import Definitions
internal import Foundation
internal import MetricQueries
internal import Periods
package import Postgres
internal import Spreadsheet

/// One workbook from its definition to its line in the ledger.
///
/// The stages, each with what it takes and what it makes:
///
///     definition + order      →  basis       which deliveries the figures stand on, and what that data is called
///     definition + basis      →  decisions   which figures are confidential, beside what earlier reports have hidden
///     basis + decisions       →  sheets      the figures, asked of the warehouse and laid out with their words
///     sheets + basis          →  document    the whole workbook as a value
///     document                →  file        written beside its place, checked, renamed
///     file + basis            →  record      a line in the ledger of reports
package struct ReportRun {
    typealias Basis = ReportBasis
    typealias Sheets = [SheetDocument]
    typealias Document = WorkbookDocument

    package let project: Project
    package let definition: ReportDefinition
    package let order: ReportOrder

    package init(_ definition: ReportDefinition, of project: Project, order: ReportOrder) {
        self.definition = definition
        self.project = project
        self.order = order
    }

    /// Writes the workbook and its line in the ledger.
    ///
    /// All figures come from one snapshot: a load that ends meanwhile is in all of them or in none. The facts are held
    /// before it is taken, so that no compaction takes a leaf away under it.
    package func run(on connection: borrowing Connection) throws -> WrittenReport {
        guard
            let control = DisclosureControl(project, metrics: definition.metricNames, steps: order.disclosure)
        else { return try run(nil, on: connection) }
        return try DisclosureControl.exclusively(on: connection) { try run(control, on: $0) }
    }

    private func run(_ control: DisclosureControl?, on connection: borrowing Connection) throws -> WrittenReport {
        let startedAt = try connection.query("select clock_timestamp()").text(0, 0) ?? "now"
        let facts = project.metricCatalogue.factNames(of: definition.metricNames)
        var asking = Duration.zero
        let (basis, document) = try connection.readingFacts(facts) { connection in
            let basis: Basis = try readBasis(on: connection)
            let begun = ContinuousClock.now
            if let control { try decide(control, basis, on: connection) }
            let sheets: Sheets = try computeSheets(basis, control, on: connection)
            asking = ContinuousClock.now - begun
            let document: Document = compose(sheets, basis)
            return (basis, document)
        }
        // Before anybody can read the file: what it hides must stay hidden.
        try control?.store(report: definition.name.value, on: connection)
        var report = try write(document, basis)
        report.asking = asking
        try record(report, basis, startedAt: startedAt, on: connection)
        return report
    }

    private func readBasis(on connection: borrowing Connection) throws -> Basis {
        try ReportBasis(of: definition, project: project, order: order, on: connection)
    }

    /// Looks at all figures once, to decide which of them must not be told.
    private func decide(_ control: DisclosureControl, _ basis: Basis, on connection: borrowing Connection) throws {
        _ = try ReportFigures(
            definition: definition, words: ReportWords(project: project, language: order.language),
            engine: basis.engine(of: project, control), period: order.period, knowledge: order.knowledge
        ).list(on: connection)
        control.note(Array(HiddenDeliveries(basis.deliveries, of: project).cells.values))
        do {
            try control.decide(on: connection)
        } catch let error as DisclosureError {
            throw ReportError.disclosive(report: definition.name.value, period: order.period.key, error)
        }
    }

    private func computeSheets(
        _ basis: Basis, _ control: DisclosureControl?, on connection: borrowing Connection
    ) throws -> Sheets {
        try ReportSheets(
            definition: definition, project: project, order: order, basis: basis, control: control
        ).compute(on: connection)
    }

    private func compose(_ sheets: Sheets, _ basis: Basis) -> Document {
        ReportDocument(definition: definition, project: project, order: order, basis: basis).compose(sheets)
    }

    private func write(_ document: Document, _ basis: Basis) throws -> WrittenReport {
        let path = order.path(of: definition)
        let old = try existing(path)
        do throws(SpreadsheetError) {
            try WorkbookWriter(document).write(to: path)
        } catch {
            throw UnwrittenWorkbook(path, error)
        }
        let new = try sha256(ofFile: path)
        return WrittenReport(path: path, sha256: new, dataVersion: basis.dataVersion, isUnchanged: old == new)
    }

    /// The hash of the file that stands where the workbook is to stand; a folder in its place, renaming tells.
    private func existing(_ path: String) throws -> String? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            return nil
        }
        do {
            return try sha256(ofFile: path)
        } catch {
            throw UnwrittenWorkbook(unreadable: path, error)
        }
    }

    private func record(
        _ report: WrittenReport, _ basis: Basis, startedAt: String, on connection: borrowing Connection
    ) throws {
        var asOf: String?
        if case .asOf(let moment) = order.knowledge { asOf = moment }
        try ReportRecord(
            report: definition.name.value, period: order.period.key, language: order.language.rawValue,
            definitionHash: basis.definitionHash, dataVersion: basis.dataVersion, file: report.path,
            sha256: report.sha256, outcome: report.isUnchanged ? .unchanged : .written, reason: nil,
            dueAt: order.dueAt, startedAt: startedAt, asOf: asOf
        ).write(on: connection)
    }
}

/// What a run left behind.
package struct WrittenReport: Sendable {
    package let path: String
    package let sha256: String
    package let dataVersion: String
    /// Whether the same bytes were there already.
    package let isUnchanged: Bool
    /// How long it took to ask the warehouse for the figures.
    package var asking = Duration.zero
}
