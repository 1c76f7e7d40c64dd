import Definitions

/// A figure that the strata of a recipe must add up to; checked when the recipe is read.
struct TargetReader {
    let strata: [Stratum]

    /// Reads `{ in: 2024, where: { field: word }, count: 100 }` or `{ in:, where:, of:, rate: 89.46% }`.
    ///
    /// With `score: field` and `maximum: 5` the parts are not rows but the sum of the numbers in that field's words,
    /// out of so much a row.
    func check(_ node: YAMLNode, fields: inout FieldCompiler) {
        guard var mapping = node.mapping("target") else { return }
        let span = mapping.optionalSpan("in")
        let part = words(mapping.optionalMapping("where"), &fields)
        let whole = words(mapping.optionalMapping("of"), &fields)
        let count = mapping.optionalInteger("count")
        let rateNode = mapping.node("rate")
        let score = mapping.optionalString("score")
        let maximum = mapping.optionalInteger("maximum")
        mapping.rejectUnreadKeys()
        if (count != nil) == (rateNode != nil) {
            node.collector.error(at: node.location, "a target states either `count` or `rate`")
        }
        guard let part, let whole else { return }
        let selected = strata.filter { span?.contains($0.span) ?? true }
        let matching = selected.filter { matches($0, whole) && matches($0, part) }
        var reached = matching.reduce(0) { $0 + $1.count }
        if let count, reached != count.value {
            node.collector.error(
                at: count.location, "the strata have \(reached) rows here, not \(count.value)",
                remedy: "correct a count")
        }
        guard let rateNode, let rate = rateNode.share("rate") else { return }
        var total = selected.filter { matches($0, whole) }.reduce(0) { $0 + $1.count }
        if let score, let slot = fields.fields[score.value]?.slot {
            let words = fields.program.words
            total = reached * (maximum?.value ?? 1)
            reached = matching.reduce(0) { sum, stratum in
                sum + stratum.count * (stratum.settings[slot].flatMap { Int(words[Int($0)]) } ?? 0)
            }
        }
        if rate.isShown(by: reached, of: total) { return }
        guard let wanted = rate.part(of: total) else {
            return node.collector.report(unreachable(rate, of: max(1, total), at: rateNode.location))
        }
        node.collector.error(
            at: rateNode.location, "\(reached) of \(total) is not \(rate.description)",
            remedy: "the nearest count that works is \(wanted)")
    }

    private func words(_ mapping: YAMLMapping?, _ fields: inout FieldCompiler) -> [(
        slot: Int, words: [Int64]
    )]? {
        var conditions: [(slot: Int, words: [Int64])] = []
        for entry in mapping?.allEntries ?? [] {
            guard let field = fields.fields[entry.key.value], let words = entry.value.strings(entry.key.value)
            else {
                mapping?.collector.error(at: entry.key.location, "no stratum sets `\(entry.key.value)`")
                return nil
            }
            conditions.append((field.slot, words.map { fields.word($0.value) }))
        }
        return conditions
    }

    private func matches(_ stratum: Stratum, _ conditions: [(slot: Int, words: [Int64])]) -> Bool {
        conditions.allSatisfy { condition in
            stratum.settings[condition.slot].map(condition.words.contains) ?? false
        }
    }
}
