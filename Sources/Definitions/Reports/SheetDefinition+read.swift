extension SheetDefinition {
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("sheet") else { return nil }
        let collector = node.collector
        let nameNode = mapping.required("name")
        let name = nameNode.flatMap { node in
            LocalizedText(node, "name").map { Located($0, at: node.location) }
        }
        let introduction = mapping.optionalText("introduction")
        let notes = mapping.texts("notes")
        let figures = mapping.optionalSequence("figures")
        let explained = mapping.optionalString("explain")
        let content: Content?
        if let explained {
            content = ExplanationDefinition(explained, &mapping).map { .explanation($0) }
        } else if let figures {
            content = .figures(figures.compactMap { FigureDefinition($0) })
        } else {
            content = TableDefinition(&mapping).map { .table($0) }
        }
        let chart = mapping.node("chart").flatMap(ChartDefinition.init)
        mapping.rejectUnreadKeys()
        if let figures, figures.isEmpty {
            collector.error(
                at: node.location, "the list of figures is empty", remedy: "add a figure or leave it out")
        }
        guard let name, let content else { return nil }
        self.init(
            name: name, introduction: introduction, notes: notes, content: content, chart: chart,
            location: node.location)
    }
}

extension FigureDefinition {
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("figure") else { return nil }
        let number = mapping.optionalString("number")
        let metric = mapping.string("metric")
        let label = mapping.optionalText("label")
        let filters = mapping.filters()
        let ranking = mapping.node("ranked").flatMap(Self.readRanking)
        let base = mapping.changeBase()
        let change = mapping.choice("change", of: Change.self)
        let source = mapping.optionalText("source")
        let note = mapping.optionalText("note")
        mapping.rejectUnreadKeys()
        guard let metric else { return nil }
        self.init(
            number: number, metric: metric, label: label, filters: filters, ranking: ranking,
            base: base ?? nil,
            change: change, source: source, note: note, location: node.location)
    }

    private static func readRanking(_ node: YAMLNode) -> Ranking? {
        guard var mapping = node.mapping("ranked") else { return nil }
        let by = mapping.string("by")
        let top = mapping.required("top")?.integer("top")
        mapping.rejectUnreadKeys()
        guard let by, let top else { return nil }
        if !(1...100).contains(top) {
            node.collector.error(at: node.location, "`top` must be 1 to 100")
        }
        return Ranking(by: by, top: top)
    }
}

extension TableDefinition {
    init?(_ mapping: inout YAMLMapping) {
        let rows = mapping.optionalStrings("rows") ?? []
        let periodNode = mapping.node("periods")
        let periods = periodNode.flatMap(Self.readPeriods)
        let columns = mapping.strings("columns")
        let filters = mapping.filters()
        let total = mapping.choice("total", of: Total.self)
        let order = mapping.node("order").flatMap(Self.readOrder)
        let limit = mapping.optionalInteger("limit")
        let intervals = mapping.optionalBoolean("intervals") ?? false
        let targets = mapping.optionalBoolean("targets") ?? false
        if rows.isEmpty, periodNode == nil {
            mapping.collector.error(
                at: mapping.location, "the table has nothing down its side",
                remedy: "add `rows: dimension.column`, `periods:` or both; or `figures:`")
        }
        if let limit, limit.value < 1 {
            mapping.collector.error(at: limit.location, "`limit` must be 1 or more")
        }
        guard let columns else { return nil }
        self.init(
            rows: rows, periods: periods, columns: columns, filters: filters, total: total ?? .none,
            order: order,
            limit: limit?.value, showsIntervals: intervals, showsTargets: targets)
    }

    private static func readPeriods(_ node: YAMLNode) -> PeriodRows? {
        guard var mapping = node.mapping("periods") else { return nil }
        let from = mapping.optionalString("from")
        let last = mapping.optionalInteger("last")
        let grain = mapping.choice("grain", of: ReportDefinition.Grain.self)
        mapping.rejectUnreadKeys()
        switch (from, last) {
        case (.some(let from), .none): return .from(from, grain: grain)
        case (.none, .some(let last)) where (1...400).contains(last.value):
            return .last(last.value, grain: grain)
        default:
            node.collector.error(
                at: node.location, "the periods are not clear",
                remedy: "write `{ from: 2020 }` or `{ last: 13 }`")
            return nil
        }
    }

    private static func readOrder(_ node: YAMLNode) -> Order? {
        guard var mapping = node.mapping("order") else { return nil }
        let by = mapping.string("by")
        let direction = mapping.choice("direction", of: Order.Direction.self) ?? .descending
        mapping.rejectUnreadKeys()
        return by.map { Order(by: $0, direction: direction) }
    }
}

extension ChartDefinition {
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("chart") else { return nil }
        let kind = mapping.required("type") == nil ? nil : mapping.choice("type", of: Kind.self)
        let of = mapping.strings("of")
        let title = mapping.optionalText("title")
        let alternativeText = mapping.optionalText("alternative_text")
        mapping.rejectUnreadKeys()
        guard let kind, let of else { return nil }
        self.init(kind: kind, of: of, title: title, alternativeText: alternativeText)
    }
}
