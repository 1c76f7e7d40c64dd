extension ControlFile {
    /// Reads `control: { file: … }`; reports everything that is wrong in it.
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("control") else { return nil }
        let collector = node.collector
        let file = mapping.string("file")
        rows = mapping.optionalString("rows")
        var list = mapping.optionalMapping("sums")
        sums =
            list?.entries().compactMap { entry in
                entry.value.string(entry.key.value).map {
                    (measure: entry.key, column: Located($0, at: entry.value.location))
                }
            } ?? []
        sha256 = mapping.optionalString("sha256")
        from = mapping.optionalString("from")
        to = mapping.optionalString("to")
        part = mapping.optionalString("part")
        date = mapping.optionalString("date") ?? Located("yyyy-MM-dd", at: node.location)
        calendar = mapping.choice("calendar", of: ColumnMapping.Calendar.self) ?? .gregorian
        required = mapping.optionalBoolean("required") ?? true
        mapping.rejectUnreadKeys()
        guard let file else { return nil }
        self.file = file
        check(at: node.location, collector)
    }

    private func check(at location: SourceLocation, _ collector: DiagnosticCollector) {
        if file.value.split(separator: "{stem}", omittingEmptySubsequences: false).count != 2 {
            collector.error(
                at: file.location, "`\(file.value)` does not name a file for each data file",
                remedy: #"write `{stem}` once for the name of the data file, as in "{stem}.control.csv""#)
        }
        if file.value.contains("/") {
            collector.error(
                at: file.location, "`\(file.value)` names a folder",
                remedy: "a control file stands beside its data file; write the name alone")
        }
        if columns.isEmpty {
            collector.error(
                at: location, "the control file states nothing",
                remedy: "name at least one of its columns with `rows`, `sums`, `sha256` or `from` and `to`")
        }
        if let single = from ?? to, from == nil || to == nil {
            collector.error(
                at: single.location, "`from` and `to` state a coverage together", remedy: "name both columns")
        }
    }
}
