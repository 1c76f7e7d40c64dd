internal import Definitions
internal import Periods

/// Puts a report's sheets together with its cover and properties.
struct ReportDocument {
    let definition: ReportDefinition
    let project: Project
    let order: ReportOrder
    let basis: ReportBasis
    private var language: Language { order.language }
    private var phrases: Phrases { Phrases(language) }

    init(definition: ReportDefinition, project: Project, order: ReportOrder, basis: ReportBasis) {
        self.definition = definition
        self.project = project
        self.order = order
        self.basis = basis
    }

    func compose(_ sheets: [SheetDocument]) -> WorkbookDocument {
        let words = ReportWords(project: project, language: language)
        let profile =
            order.profile ?? WorkbookDocument.Profile(rawValue: definition.profile.rawValue) ?? .management
        var document = WorkbookDocument(
            title: definition.title[language], period: words.label(of: order.period),
            organisation: project.settings.organisation[language], language: language, profile: profile,
            created: secondsSince1970(endOf: basis.asOf, timeZone: project.settings.timeZone.value))
        document.cover = cover(document)
        document.remarks = remarks
        document.sheets = sheets
        document.properties = [
            ("Report", definition.name.value), ("Period", order.period.key),
            ("DataAsOf", basis.asOf.description), ("DataVersion", basis.dataVersion),
            ("DefinitionVersion", basis.definitionHash), ("Filters", "none"),
        ]
        return document
    }

    private func cover(_ document: WorkbookDocument) -> [WorkbookDocument.CoverLine] {
        let first = order.period.start
        let last = order.period.lastDay
        let days = "\(shownDate(first, language: language)) – \(shownDate(last, language: language))"
        var lines: [WorkbookDocument.CoverLine] = [
            .init(phrases.period, .text("\(document.period) (\(days))")),
            .init(phrases.dataAsOf, .date(basis.asOf)),
            .init(phrases.languageLabel, .text(phrases.languageName)),
            .init(phrases.preparedBy, .text(document.organisation)),
        ]
        if let contact = project.settings.contact {
            lines.append(.init(phrases.contact, .text(contact[language])))
        }
        return lines + [
            .init(phrases.profile, .text(phrases.profileName(document.profile))),
            .init(phrases.filters, .text(phrases.noFilters)),
            .init(phrases.dataVersion, .text(basis.dataVersion)),
            .init(phrases.definitionVersion, .text(basis.definitionHash)),
        ]
    }

    private var remarks: [WorkbookDocument.Remark] {
        var changes: [String] = []
        if let previous = basis.previous {
            let day = shownDate(previous.day, language: language)
            if previous.hasOtherData { changes.append(phrases.changedData(since: day)) }
            if previous.hasOtherDefinitions { changes.append(phrases.changedDefinitions(since: day)) }
        } else {
            changes.append(phrases.firstEdition)
        }
        return [
            .init(phrases.aboutThis, definition.description.map { [$0[language]] } ?? []),
            .init(phrases.whatChanged, changes),
        ]
    }
}
