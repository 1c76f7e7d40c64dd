import Definitions
import Periods

/// Reads one recipe, after the populations and tables of all files are known.
struct RecipeReader {
    let shared: SharedMembers

    /// - Returns: nil when the recipe cannot be used; the collector then holds why.
    func read(_ name: Located<String>, _ recipe: YAMLMapping) -> Recipe? {
        var mapping = recipe
        let collector = mapping.collector
        name.checkIdentifier("recipe", collector)
        var fields = FieldCompiler(shared: shared, collector: collector)
        let daySlot = fields.declare("day", .day).slot
        let days = DayPattern(mapping.node("days"))
        var reader = StrataReader()
        let strataNodes = mapping.optionalSequence("strata")
        let eachNodes = mapping.optionalSequence("each")
        guard (strataNodes == nil) != (eachNodes == nil) else {
            collector.error(at: mapping.location, "a recipe has either `strata` or `each`")
            return nil
        }
        let known = collector.diagnostics.count
        reader.read(strataNodes ?? [], fields: &fields)
        let strataAreRight = collector.diagnostics.count == known
        let listings = (eachNodes ?? []).compactMap { readListing($0, &fields) }
        let grid = mapping.optionalMapping("cells").map { readGrid($0, &mapping, &fields) }
        // Strata that are wrong would miss every target too.
        for target in mapping.optionalSequence("targets") ?? [] where strataAreRight {
            TargetReader(strata: reader.strata).check(target, fields: &fields)
        }
        for entry in mapping.optionalMapping("fields").map(\.allEntries) ?? [] {
            fields.add(entry.key, entry.value)
        }
        var files: [FileDefinition] = []
        for entry in mapping.mapping("files").map(\.allEntries) ?? [] {
            if let file = FileReader().read(entry.key.value, entry.value, fields: &fields) {
                files.append(file)
            }
        }
        mapping.rejectUnreadKeys()
        guard let days else { return nil }
        for stratum in reader.strata where stratum.count > 0 { checkWeight(stratum, days, collector) }
        let rows: Recipe.Rows =
            if let grid { .cells(reader.strata, grid) } else if strataNodes != nil {
                .counted(reader.strata)
            } else {
                .listed(listings)
            }
        return Recipe(
            name: name.value, rows: rows, days: days, daySlot: daySlot, program: fields.program, files: files)
    }

    private func checkWeight(_ stratum: Stratum, _ days: DayPattern, _ collector: DiagnosticCollector) {
        let hasDay = (stratum.span.first.number...stratum.span.last.number).contains {
            let day = CivilDate(number: $0)
            return days.weight(of: day, in: stratum.span) * stratum.shape.weight(of: day, in: stratum.span)
                > 0
        }
        if !hasDay { collector.error(at: stratum.location, "no day of the stratum's period has any weight") }
    }

    /// Reads `cells: { field: { word: weight } }` and `noise: 10%`.
    private func readGrid(_ cells: YAMLMapping, _ mapping: inout YAMLMapping, _ fields: inout FieldCompiler)
        -> CellGrid
    {
        var axes: [(slot: Int, words: [(word: Int64, weight: Double)])] = []
        for entry in cells.allEntries {
            let slot = fields.wordSlot(entry.key)
            let words = entry.value.weightedWords(entry.key.value) ?? []
            axes.append((slot, words.map { (fields.word($0.word.value), $0.weight) }))
        }
        let noise = mapping.node("noise").flatMap { $0.share("noise") }?.fraction ?? 0
        return CellGrid(
            axes: axes, countSlot: fields.declare("count", .number(decimals: 0)).slot, noise: noise)
    }

    /// Reads `{ member_of: population, as: name, step: 10, except_every: 33, set: { field: word } }` or `{ row_of: … }`.
    private func readListing(_ node: YAMLNode, _ fields: inout FieldCompiler) -> Listing? {
        guard var mapping = node.mapping("each") else { return nil }
        let population = mapping.optionalString("member_of").map { fields.population($0) }
        let table = mapping.optionalString("row_of").map { fields.table($0) }
        let name = mapping.string("as")
        let step = mapping.node("step").map { $0.positiveInteger("step") } ?? 1
        let leftOut = mapping.node("except_every").map { $0.positiveInteger("except_every") } ?? Int.max
        let settings = fields.settings(mapping.optionalMapping("set"))
        mapping.rejectUnreadKeys()
        guard let name, let step, let leftOut else { return nil }
        if let population, let population {
            let slot =
                fields.fields[name.value]?.slot
                ?? fields.declare(name.value, .member(population: population)).slot
            return Listing(
                source: .population(population), slot: slot, step: step, leftOut: leftOut, settings: settings)
        }
        if let table, let table {
            let slot = fields.fields[name.value]?.slot ?? fields.declare(name.value, .row(table: table)).slot
            return Listing(
                source: .table(table), slot: slot, step: step, leftOut: leftOut, settings: settings)
        }
        if population == nil, table == nil {
            node.collector.error(at: node.location, "`each` runs over `member_of` or `row_of`")
        }
        return nil
    }
}
