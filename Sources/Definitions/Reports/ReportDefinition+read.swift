extension ReportDefinition {
    /// Reads one file of `reports/`; reports everything that is wrong in it.
    package init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("report") else { return nil }
        let collector = node.collector
        let name = mapping.string("report")
        let title = mapping.text("title")
        let description = mapping.optionalText("description")
        let period = mapping.required("period").flatMap(Self.readPeriod)
        let requires = mapping.choice("requires", of: Requirement.self) ?? .complete
        let schedule = mapping.node("schedule").flatMap(Self.readSchedule)
        let languages = mapping.optionalStrings("languages")?.compactMap { word -> Language? in
            if let language = Language(rawValue: word.value) { return language }
            collector.error(
                at: word.location, "`\(word.value)` is not a language", remedy: "use `th`, `en` or both")
            return nil
        }
        let profile = mapping.choice("profile", of: Profile.self) ?? .management
        let notes = mapping.texts("notes")
        let sheetNodes = mapping.sequence("sheets")
        let sheets = sheetNodes?.compactMap { SheetDefinition($0) }
        mapping.rejectUnreadKeys()
        if let name,
            !name.value.utf8.allSatisfy({ isIdentifier("a\(UnicodeScalar($0))") || $0 == UInt8(ascii: "-") })
        {
            collector.error(
                at: name.location, "`\(name.value)` cannot name a report",
                remedy: "use lower-case letters, digits, hyphens and underscores: it becomes a file name")
        }
        if let sheets, let sheetNodes, sheetNodes.isEmpty, sheets.isEmpty {
            collector.error(at: node.location, "the report has no sheet", remedy: "add one under `sheets:`")
        }
        guard let name, let title, let period, let sheets else { return nil }
        self.init(
            name: name, title: title, description: description, period: period, requires: requires,
            schedule: schedule, languages: languages, profile: profile, notes: notes, sheets: sheets,
            location: node.location)
    }

    private static func readPeriod(_ node: YAMLNode) -> PeriodChoice? {
        guard var mapping = node.mapping("period") else { return nil }
        let grain = mapping.required("grain") == nil ? nil : mapping.choice("grain", of: Grain.self)
        let standard = mapping.optionalString("default")
        let also = mapping.optionalStrings("also") ?? []
        mapping.rejectUnreadKeys()
        return grain.map { grain in
            let named = standard.flatMap { $0.value == "last_complete" ? nil : $0 }
            return PeriodChoice(grain: grain, default: named.map { .named($0) } ?? .lastComplete, also: also)
        }
    }

    private static func readSchedule(_ node: YAMLNode) -> Schedule? {
        guard var mapping = node.mapping("schedule") else { return nil }
        let cron = mapping.string("cron")
        let timeZone = mapping.string("time_zone")
        let catchUp = mapping.choice("catch_up", of: Schedule.CatchUp.self) ?? .latest
        mapping.rejectUnreadKeys()
        guard let cron, let timeZone else { return nil }
        return Schedule(cron: cron, timeZone: timeZone, catchUp: catchUp)
    }
}

extension YAMLMapping {
    /// Reads a list of texts in every language; absent is none.
    mutating func texts(_ key: String) -> [LocalizedText] {
        (optionalSequence(key) ?? []).compactMap { LocalizedText($0, key) }
    }
}
