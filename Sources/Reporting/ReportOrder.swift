package import Definitions
package import MetricQueries
package import Periods

/// What is asked of a report: which period, in which language, dressed how, to which folder.
package struct ReportOrder: Sendable {
    package var period: Period
    package var language: Language
    /// nil: as the definition says.
    package var profile: WorkbookDocument.Profile?
    /// An absolute path of a folder that exists.
    package var folder: String
    package var knowledge: Knowledge
    /// Whether monthly rollups are asked where they answer; the figures are the same either way.
    package var usesRollups = true
    /// How small counts are kept from being told.
    package var disclosure: DisclosureControl.Steps = .all
    /// When the schedule wanted it, in ISO 8601; nil for a report made on request.
    package var dueAt: String?

    package init(period: Period, language: Language, folder: String) {
        self.period = period
        self.language = language
        self.folder = folder
        knowledge = .current
    }

    /// The file of the workbook: `annual-adoption-2024-th.xlsx`.
    package func path(of definition: ReportDefinition) -> String {
        let name = "\(definition.name.value)-\(period.key)-\(language.rawValue)"
        let suffix = profile.map { $0.rawValue == definition.profile.rawValue ? "" : "-\($0.rawValue)" } ?? ""
        return "\(folder)/\(name)\(suffix).xlsx"
    }
}
