extension MetricDefinition {
    private enum TypeWord: String, CaseIterable { case simple, stock, ratio, change, difference, cumulative }

    /// Reads one entry of a file in `reports/metrics/`; reports everything that is wrong in it.
    package init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("metric") else { return nil }
        let collector = node.collector
        let name = mapping.string("name")
        name?.checkIdentifier("metric", collector)
        let label = mapping.text("label")
        let definition = mapping.optionalText("definition")
        let unit = mapping.optionalString("unit")
        let decimals = mapping.node("decimals").flatMap(Self.readDecimals)
        let scale = mapping.choice("scale", of: DisplayScale.self)
        let completePeriodsOnly = mapping.optionalBoolean("complete_periods_only") ?? false
        let samePortion = mapping.optionalBoolean("same_portion") ?? false
        let targets = MetricTarget.read(&mapping)
        let typeNode = mapping.required("type")
        let type = typeNode == nil ? nil : mapping.choice("type", of: TypeWord.self)
        let kind = type.flatMap { Self.readKind($0, &mapping) }
        let disclosureNode = mapping.node("disclosure")
        let disclosure = disclosureNode.flatMap { node in kind.flatMap { Self.readDisclosure(node, of: $0) } }
        // Without a type the other keys cannot be judged.
        if type != nil { mapping.rejectUnreadKeys() }
        guard let name, let label, let kind else { return nil }
        if samePortion, completePeriodsOnly {
            collector.error(
                at: node.location, "`same_portion` and `complete_periods_only` exclude each other",
                remedy: "say one thing about unfinished periods")
        }
        if samePortion, type != .change {
            collector.error(at: node.location, "`same_portion` goes with `type: change` only", remedy: "leave it out")
        }
        self.init(
            name: name, kind: kind, label: label, definition: definition, unit: unit, decimals: decimals,
            scale: scale, completePeriodsOnly: completePeriodsOnly, location: node.location,
            comparesSamePortion: samePortion, targets: targets, disclosure: disclosure)
    }

    private static func readKind(_ type: TypeWord, _ mapping: inout YAMLMapping) -> Kind? {
        switch type {
        case .simple: readSimple(&mapping).map { .simple($0) }
        case .stock: readStock(&mapping).map { .simple($0) }
        case .ratio: readRatio(&mapping).map { .ratio($0) }
        case .change: readChange(&mapping).map { .change($0) }
        case .difference: readDifference(&mapping).map { .difference($0) }
        case .cumulative: readCumulative(&mapping).map { .cumulative($0) }
        }
    }

    private static func readSimple(_ mapping: inout YAMLMapping) -> Simple? {
        let fact = mapping.string("fact")
        let aggregation = mapping.required("agg") == nil ? nil : mapping.choice("agg", of: Aggregation.self)
        let of = mapping.optionalString("of")
        let times = mapping.optionalString("times")
        let filters = mapping.filters()
        let date = mapping.optionalString("date")
        guard let fact, let aggregation else { return nil }
        switch (aggregation, of) {
        case (.count, .some(let of)):
            mapping.collector.error(
                at: of.location, "a count takes no `of`",
                remedy: "leave it out, or write `agg: count_distinct`")
        case (.count, .none), (_, .some): break
        case (_, .none):
            mapping.collector.error(
                at: mapping.location, "`agg: \(aggregation.rawValue)` needs `of:`",
                remedy: "name a measure of the fact")
            return nil
        }
        if let times, aggregation != .sum {
            mapping.collector.error(at: times.location, "`times` goes with `agg: sum` only")
        }
        return Simple(
            fact: fact, aggregation: aggregation, of: of, times: times, filters: filters, date: date)
    }

    /// A stock is what there was on the last day: it adds over members and never over time.
    private static func readStock(_ mapping: inout YAMLMapping) -> Simple? {
        let fact = mapping.string("fact")
        let of = mapping.string("of")
        let filters = mapping.filters()
        let date = mapping.optionalString("date")
        guard let fact, let of else { return nil }
        return Simple(fact: fact, aggregation: .last, of: of, times: nil, filters: filters, date: date)
    }

    private static func readRatio(_ mapping: inout YAMLMapping) -> Ratio? {
        let numerator = mapping.string("numerator")
        let denominator = mapping.string("denominator")
        let less = mapping.optionalString("less")
        let sample = SampleStatistics(&mapping)
        guard let numerator, let denominator else { return nil }
        return Ratio(numerator: numerator, denominator: denominator, less: less, sample: sample)
    }

    private static func readChange(_ mapping: inout YAMLMapping) -> Change? {
        let of = mapping.string("of")
        let base = mapping.changeBase()
        let kind = mapping.required("kind") == nil ? nil : mapping.choice("kind", of: ChangeKind.self)
        if base == nil {
            mapping.collector.error(
                at: mapping.location, "the change does not say against which period",
                remedy: "write `offset: 1 year` or `against: 2020`")
        }
        guard let of, let base = base ?? nil, let kind else { return nil }
        return Change(of: of, base: base, kind: kind)
    }

    private static func readDifference(_ mapping: inout YAMLMapping) -> Difference? {
        let of = mapping.string("of")
        let minus = mapping.string("minus")
        guard let of, let minus else { return nil }
        return Difference(of: of, minus: minus)
    }

    private static func readCumulative(_ mapping: inout YAMLMapping) -> Cumulative? {
        let from = mapping.optionalString("from")
        return mapping.string("of").map { Cumulative(of: $0, from: from) }
    }

    private static func readDisclosure(_ node: YAMLNode, of kind: Kind) -> Located<DisclosureRule>? {
        guard case .simple(let simple) = kind else {
            node.collector.error(
                at: node.location, "`disclosure` goes with `type: simple` and `type: stock` only",
                remedy: "leave it out: what follows from other metrics obeys theirs")
            return nil
        }
        return DisclosureRule(node, of: simple).map { Located($0, at: node.location) }
    }

    private static func readDecimals(_ node: YAMLNode) -> DecimalPlaces? {
        if node.scalarText == "as_needed" { return .asNeeded }
        if let text = node.scalarText, let places = Int(text), (0...6).contains(places) {
            return .fixed(places)
        }
        node.collector.error(
            at: node.location, "`decimals` must be 0 to 6 or `as_needed`", remedy: "write `decimals: 2`")
        return nil
    }
}

extension YAMLMapping {
    /// Reads `offset:` or `against:`.
    ///
    /// - Returns: nil when neither is there; `.some(nil)` when what is there is wrong, which has been reported.
    mutating func changeBase() -> ChangeBase?? {
        let offset = node("offset")
        let against = optionalString("against")
        if let offset, against != nil {
            collector.error(
                at: offset.location, "`offset` and `against` exclude each other", remedy: "keep one of them")
        }
        if let against { return .some(.against(against)) }
        guard let offset else { return nil }
        return .some(OffsetDefinition(offset, "offset").map { .offset($0) })
    }
}
