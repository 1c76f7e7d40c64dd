import Definitions

/// Reads the tree of strata: every node states its count, its share of the node above, or that it takes the rest.
///
/// Period, settings and shape pass down; the leaves are the strata.
struct StrataReader {
    private struct Context {
        var span: DaySpan?
        var settings: [Int: Int64] = [:]
        var shape = StratumShape()
        var count: Int?
    }

    private struct Child {
        var count: Int?
        var node: YAMLNode
        var mapping: YAMLMapping
    }

    private(set) var strata: [Stratum] = []

    mutating func read(_ nodes: [YAMLNode], fields: inout FieldCompiler) {
        readChildren(nodes, in: Context(), fields: &fields)
    }

    private mutating func readChildren(_ nodes: [YAMLNode], in parent: Context, fields: inout FieldCompiler) {
        var children: [Child] = []
        var rest: Int?
        let known = fields.collector.diagnostics.count
        for node in nodes {
            guard var mapping = node.mapping("stratum") else { continue }
            let (count, takesRest) = count(&mapping, node, of: parent.count)
            if takesRest {
                if rest != nil {
                    fields.collector.error(at: node.location, "two strata take the rest", remedy: "keep one")
                }
                rest = children.count
            }
            children.append(Child(count: count, node: node, mapping: mapping))
        }
        let given = children.reduce(0) { $0 + ($1.count ?? 0) }
        // Counts that are wrong in themselves need not add up; the rest is read all the same, for what it declares.
        if let total = parent.count, let first = nodes.first, fields.collector.diagnostics.count == known {
            if let rest, given <= total { children[rest].count = total - given }
            if rest != nil ? given > total : given != total {
                fields.collector.error(
                    at: first.location, "the parts add up to \(given) and the whole is \(total)",
                    remedy: "give one part `rest: true`, or correct a count")
            }
        }
        for child in children { read(child, in: parent, fields: &fields) }
    }

    private func count(_ mapping: inout YAMLMapping, _ node: YAMLNode, of total: Int?) -> (Int?, Bool) {
        let count = mapping.optionalInteger("count")
        let rate = mapping.node("rate")
        let takesRest = mapping.optionalBoolean("rest") ?? false
        // Parts that state their counts need no total above them.
        if count == nil, rate == nil, !takesRest, total == nil, mapping.node("parts") != nil {
            return (nil, false)
        }
        guard [count != nil, rate != nil, takesRest].count(where: { $0 }) == 1 else {
            node.collector.error(
                at: node.location, "a stratum states one of `count`, `rate` and `rest`",
                remedy: "write, for example, `count: 100`")
            return (nil, false)
        }
        if let count {
            if count.value < 0 { node.collector.error(at: count.location, "a count is not negative") }
            return (count.value, false)
        }
        guard let total else {
            node.collector.error(
                at: node.location, "there is no whole to take a part of", remedy: "write `count:`")
            return (nil, false)
        }
        guard let rate, let share = rate.share("rate") else { return (nil, takesRest) }
        if let part = share.part(of: total) { return (part, false) }
        node.collector.report(unreachable(share, of: total, at: rate.location))
        return (nil, false)
    }

    private mutating func read(_ child: Child, in parent: Context, fields: inout FieldCompiler) {
        var mapping = child.mapping
        var context = parent
        context.count = child.count
        if let span = mapping.optionalSpan("in") {
            if let whole = parent.span, !whole.contains(span) {
                fields.collector.error(at: child.node.location, "the period lies outside that of the whole")
            }
            context.span = span
        }
        context.settings.merge(fields.settings(mapping.optionalMapping("set"))) { $1 }
        readShape(&mapping, &context.shape)
        let parts = mapping.optionalSequence("parts")
        let split = mapping.optionalMapping("split")
        mapping.rejectUnreadKeys()
        if let parts {
            readChildren(parts, in: context, fields: &fields)
        } else if let split {
            readSplit(split, in: context, child.node, fields: &fields)
        } else {
            finish(context, child.node, fields: &fields)
        }
    }

    private func readShape(_ mapping: inout YAMLMapping, _ shape: inout StratumShape) {
        if let months = mapping.weights("months", count: 12) { shape.months = months }
        if let weekdays = mapping.weights("weekdays", count: 7) { shape.weekdays = weekdays }
        if let growth = mapping.node("growth").flatMap({ $0.weight("growth") }) { shape.growth = growth }
    }

    /// `split: { field: { word: weight } }`: one part for each word, by largest remainder.
    private mutating func readSplit(
        _ split: YAMLMapping, in parent: Context, _ node: YAMLNode, fields: inout FieldCompiler
    ) {
        guard split.pairs.count == 1, let entry = split.allEntries.first, let count = parent.count,
            let words = entry.value.weightedWords(entry.key.value)
        else {
            return fields.collector.error(
                at: split.location, "a split is by one field", remedy: "write `{ field: { word: weight } }`")
        }
        let slot = fields.wordSlot(entry.key)
        for (word, part) in zip(words, apportion(count, by: words.map(\.weight))) {
            var context = parent
            context.count = part
            context.settings[slot] = fields.word(word.word.value)
            finish(context, node, fields: &fields)
        }
    }

    private mutating func finish(_ context: Context, _ node: YAMLNode, fields: inout FieldCompiler) {
        guard let span = context.span else {
            return fields.collector.error(
                at: node.location, "the stratum has no period", remedy: "write `in:` here or above")
        }
        strata.append(
            Stratum(
                span: span, count: context.count ?? 0, settings: context.settings, shape: context.shape,
                location: node.location))
    }
}

/// Says that no part of a total shows a share, and which totals near it have one that does.
func unreachable(_ share: Share, of total: Int, at location: SourceLocation) -> Diagnostic {
    let nearest = share.nearestTotals(to: total).map { "\($0) (\(share.part(of: $0) ?? 0) of them)" }
    return Diagnostic(
        at: location, "no part of \(total) is \(share.description)",
        remedy: "the nearest counts that work are \(nearest.joined(separator: " and "))")
}
