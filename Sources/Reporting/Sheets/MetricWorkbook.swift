package import Definitions
internal import Foundation
package import MetricQueries
internal import Periods
internal import Spreadsheet

/// The answer to one question as a workbook: its figures with all that is told beside them, symbols and definitions.
package struct MetricWorkbook {
    let project: Project
    let table: MetricTable
    let language: Language
    /// The conditions that the question was asked under, as they were written.
    let conditions: [String]
    private var words: ReportWords { ReportWords(project: project, language: language) }
    private var phrases: Phrases { Phrases(language) }

    package init(_ table: MetricTable, of project: Project, language: Language, conditions: [String]) {
        self.table = table
        self.project = project
        self.language = language
        self.conditions = conditions
    }

    /// Writes the file; the one that stood there is replaced only by a whole one.
    ///
    /// - Throws: `UnwrittenWorkbook`; then the old one is as it was.
    package func write(to path: String) throws {
        let document = try document()
        do throws(SpreadsheetError) {
            try WorkbookWriter(document).write(to: path)
        } catch {
            throw UnwrittenWorkbook(path, error)
        }
    }

    func document() throws -> WorkbookDocument {
        let figures = try MetricSheet(words: words, table: table).document(subtitle: words.label(of: table.period))
        var document = WorkbookDocument(
            title: title, period: words.label(of: table.period),
            organisation: project.settings.organisation[language], language: language, profile: .management,
            created: secondsSince1970(endOf: table.period.lastDay, timeZone: project.settings.timeZone.value))
        document.cover = [
            .init(phrases.period, .text(document.period)), .init(phrases.languageLabel, .text(phrases.languageName)),
            .init(phrases.preparedBy, .text(document.organisation)),
            .init(phrases.filters, .text(conditions.isEmpty ? phrases.noFilters : conditions.joined(separator: ", "))),
        ]
        let symbols = figures.symbols.union([.notApplicable, .notAvailable])
            .union(project.metricCatalogue.symbols(of: table.metrics.map(\.name.value)))
        document.sheets = [
            figures,
            ReportNotes().document(words: words, subtitle: document.period, symbols: symbols),
            DefinitionsSheet(project: project, language: language).document(
                subtitle: document.period, metrics: table.metrics.map(\.name.value)),
        ]
        return document
    }

    private var title: String {
        let labels = table.metrics.map { $0.label[language] }
        return labels.count > 1 ? "\(labels[0]) …" : labels.first ?? phrases.figure
    }
}
