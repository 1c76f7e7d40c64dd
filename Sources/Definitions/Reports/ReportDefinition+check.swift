extension ReportDefinition {
    /// Checks the reports against the metrics, and their attributes against every fact those metrics need.
    package static func check(
        _ reports: [String: ReportDefinition], metrics: [String: MetricDefinition],
        facts: [String: FactDefinition],
        dimensions: [String: DimensionDefinition], references: [String: ReferenceTable] = [:],
        collector: DiagnosticCollector
    ) {
        let catalogue = MetricCatalogue(metrics: metrics, facts: facts)
        for report in reports.values {
            checkNames(of: report.sheets, collector)
            for sheet in report.sheets {
                SheetCheck(
                    sheet: sheet, catalogue: catalogue, facts: facts, references: references,
                    resolver: AttributeResolver(dimensions: dimensions), collector: collector
                ).run()
            }
        }
    }

    /// Checks what Excel demands of sheet names: 31 characters, none twice, seven characters never.
    private static func checkNames(of sheets: [SheetDefinition], _ collector: DiagnosticCollector) {
        for language in Language.allCases {
            var seen: Set<String> = []
            for sheet in sheets {
                let name = sheet.name.value[language]
                let location = sheet.name.location
                // Excel counts UTF-16 units.
                if name.isEmpty || name.utf16.count > 31 {
                    collector.error(
                        at: location, "the sheet name `\(name)` has \(name.utf16.count) characters",
                        remedy: "use 1 to 31")
                }
                if let bad = name.first(where: { "[]:*?/\\".contains($0) }) ?? edgeQuote(name) {
                    collector.error(
                        at: location, "the sheet name `\(name)` has a `\(bad)`",
                        remedy: "leave out [ ] : * ? / \\ and a quote at either end")
                }
                if !seen.insert(name.lowercased()).inserted {
                    collector.error(
                        at: location, "two sheets are called `\(name)`", remedy: "rename one of them")
                }
            }
        }
    }

    private static func edgeQuote(_ name: String) -> Character? {
        name.hasPrefix("'") || name.hasSuffix("'") ? "'" : nil
    }
}

/// Checks one sheet: its metrics, attributes, filters, order and chart.
private struct SheetCheck {
    let sheet: SheetDefinition
    let catalogue: MetricCatalogue
    let facts: [String: FactDefinition]
    let references: [String: ReferenceTable]
    let resolver: AttributeResolver
    let collector: DiagnosticCollector

    func run() {
        switch sheet.content {
        case .figures(let figures):
            for figure in figures { check(figure) }
            if let chart = sheet.chart {
                collector.error(
                    at: chart.of.first?.location ?? sheet.location, "a list of figures has no chart",
                    remedy: "draw it beside a table")
            }
        case .table(let table): check(table)
        case .explanation(let explanation): check(explanation)
        }
    }

    private func check(_ explanation: ExplanationDefinition) {
        if let chart = sheet.chart {
            collector.error(
                at: chart.of.first?.location ?? sheet.location, "an explanation has no chart",
                remedy: "draw it beside a table")
        }
        let name = explanation.metric
        guard known(name) else { return }
        if explanation.by.isEmpty {
            collector.error(
                at: sheet.location, "the explanation has no members", remedy: "name an attribute under `by:`")
        }
        reportRepetitions(explanation.by)
        check(explanation.by, for: [name])
        check(explanation.filters, for: [name])
        guard let reason = catalogue.metrics[name.value]?.obstacleToExplaining(catalogue) else { return }
        collector.error(
            at: name.location, "the change of `\(name.value)` cannot be taken apart: \(reason.message)",
            remedy: reason.remedy)
    }

    private func check(_ figure: FigureDefinition) {
        guard known(figure.metric) else { return }
        check(figure.filters, for: [figure.metric])
        if let ranking = figure.ranking { check([ranking.by], for: [figure.metric]) }
        if case .change = catalogue.metrics[figure.metric.value]?.kind {
            collector.error(
                at: figure.metric.location,
                "`\(figure.metric.value)` is a change; a figure shows its own change",
                remedy: "name the metric that it is the change of")
        }
    }

    private func check(_ table: TableDefinition) {
        let columns = table.columns.filter(known)
        if table.columns.isEmpty {
            collector.error(
                at: sheet.location, "the table has no column", remedy: "name a metric under `columns:`")
        }
        reportRepetitions(table.columns)
        reportRepetitions(table.rows)
        check(table.rows, for: columns)
        check(table.filters, for: columns)
        if let order = table.order { checkIsColumn(order.by, table) }
        if table.showsIntervals, !columns.contains(where: { catalogue.metrics[$0.value]?.hasInterval ?? false }) {
            collector.error(
                at: sheet.location, "`intervals: true`, and no column has an interval",
                remedy: "leave it out, or declare `interval:` on a metric")
        }
        if table.showsTargets, !columns.contains(where: { catalogue.metrics[$0.value]?.targets.isEmpty == false }) {
            collector.error(
                at: sheet.location, "`targets: true`, and no column has a target",
                remedy: "leave it out, or declare `targets:` on a metric")
        }
        if table.limit != nil, table.order == nil {
            collector.error(
                at: sheet.location, "`limit` without `order`", remedy: "say by what: `order: { by: METRIC }`")
        }
        if table.total == .recompute, table.limit != nil {
            collector.error(
                at: sheet.location, "a total of all members below some of them would not add up",
                remedy: "leave out `total` or `limit`")
        }
        if table.total == .recompute, table.periods != nil {
            collector.error(
                at: sheet.location, "periods below each other have no total", remedy: "leave `total` out")
        }
        for column in sheet.chart?.of ?? [] { checkIsColumn(column, table) }
        for language in Language.allCases { checkHeaders(columns, language) }
    }

    private func known(_ metric: Located<String>) -> Bool {
        if catalogue.metrics[metric.value] != nil { return true }
        collector.error(
            at: metric.location, "there is no metric `\(metric.value)`",
            remedy: suggestion(metric.value, catalogue.metrics.keys))
        return false
    }

    private func checkIsColumn(_ metric: Located<String>, _ table: TableDefinition) {
        guard !table.columns.contains(metric) else { return }
        collector.error(
            at: metric.location, "`\(metric.value)` is not a column of this table",
            remedy: suggestion(metric.value, table.columns.map(\.value)))
    }

    private func reportRepetitions(_ names: [Located<String>]) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name.value).inserted {
            collector.error(at: name.location, "`\(name.value)` stands here twice", remedy: "keep one")
        }
    }

    /// Checks that each attribute can be reached from every fact that the metrics need.
    private func check(_ attributes: [Located<String>], for metrics: [Located<String>]) {
        for attribute in attributes {
            var reported: Set<String> = []
            for metric in metrics {
                for (simple, fact) in sources(of: metric.value) {
                    do {
                        let resolved = try resolver.resolve(attribute.value, in: fact, dateRole: simple.date?.value)
                        if simple.isStock(over: resolved, in: fact), reported.insert("stock").inserted {
                            collector.error(
                                at: attribute.location,
                                "`\(metric.value)` is a stock, which does not add over time: it has no rows by `\(attribute.value)`",
                                remedy: "put `periods:` down the side, or leave the metric out")
                        }
                        if case .member = resolved.value, reported.insert("member").inserted {
                            collector.error(
                                at: attribute.location, "`\(attribute.value)` is a member, not a column",
                                remedy: "name a column, such as `\(attribute.value).name`")
                        }
                        if case .measure = resolved.root, reported.insert("measure").inserted {
                            collector.error(
                                at: attribute.location,
                                "`\(attribute.value)` is a measure; rows are made of attributes")
                        }
                    } catch {
                        guard reported.insert(error.message).inserted else { continue }
                        collector.error(
                            at: attribute.location, "\(error.message), which metric `\(metric.value)` needs",
                            remedy: error.remedy)
                    }
                }
            }
        }
    }

    private func check(_ filters: [Filter], for metrics: [Located<String>]) {
        for metric in metrics {
            for (simple, fact) in sources(of: metric.value) {
                FilterCheck(
                    fact: fact, dateRole: simple.date?.value, resolver: resolver, references: references,
                    collector: collector
                ).run(filters)
            }
        }
    }

    private func sources(of metric: String) -> [(MetricDefinition.Simple, FactDefinition)] {
        catalogue.simpleMetrics(of: metric).compactMap { metric in
            guard case .simple(let simple) = metric.kind, let fact = facts[simple.fact.value] else {
                return nil
            }
            return (simple, fact)
        }
    }

    /// Checks that no two columns have the same heading, which Excel would repair away.
    private func checkHeaders(_ columns: [Located<String>], _ language: Language) {
        var seen: [String: String] = [:]
        for column in columns {
            guard let label = catalogue.metrics[column.value]?.label[language] else { continue }
            if let other = seen[label], other != column.value {
                collector.error(
                    at: column.location,
                    "columns `\(other)` and `\(column.value)` are both headed `\(label)`",
                    remedy: "give one of the metrics another label")
            }
            seen[label] = column.value
        }
    }
}
