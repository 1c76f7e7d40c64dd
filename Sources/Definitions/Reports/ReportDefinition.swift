/// A workbook as it is declared in `reports/NAME.yaml`.
package struct ReportDefinition: Sendable {
    /// The grains a report can come in.
    package enum Grain: String, CaseIterable, Sendable {
        case month, quarter, year
        case fiscalQuarter = "fiscal_quarter"
        case fiscalYear = "fiscal_year"
    }

    package struct PeriodChoice: Sendable {
        package enum Default: Sendable {
            /// The last period whose data are complete.
            case lastComplete
            /// A period as it is written.
            case named(Located<String>)
        }

        package let grain: Grain
        package let `default`: Default
        /// Further periods that `uptake up` writes.
        package let also: [Located<String>]
    }

    package enum Requirement: String, CaseIterable, Sendable {
        /// Every fact its metrics use, for the whole period.
        case complete
        /// The report is written from what there is, and unfinished figures are marked.
        case nothing
    }

    package struct Schedule: Sendable {
        /// What is done about runs that were missed.
        package enum CatchUp: String, CaseIterable, Sendable { case latest, all, none }

        package let cron: Located<String>
        package let timeZone: Located<String>
        package let catchUp: CatchUp
    }

    package enum Profile: String, CaseIterable, Sendable { case management, publication }

    package let name: Located<String>
    package let title: LocalizedText
    /// One or two sentences for the cover.
    package let description: LocalizedText?
    package let period: PeriodChoice
    package let requires: Requirement
    package let schedule: Schedule?
    /// nil: those of the project.
    package let languages: [Language]?
    package let profile: Profile
    /// What a reader must know of the whole workbook; printed with the notes and definitions.
    package let notes: [LocalizedText]
    package let sheets: [SheetDefinition]
    package let location: SourceLocation

    /// The metrics that the sheets show, each once, in the order of their first mention.
    package var metricNames: [String] {
        var seen: Set<String> = []
        return sheets.flatMap(\.metricNames).map(\.value).filter { seen.insert($0).inserted }
    }
}
