package import Definitions
package import MetricQueries
package import Periods
package import Postgres

/// Computes a report's figures as they were known at two moments and finds those that differ.
///
/// Both are read by today's definitions, so that what differs is what was known of the data: rows, members, completeness.
package struct ReportComparison {
    private let project: Project
    private let definition: ReportDefinition
    private let period: Period
    private let language: Language
    private let moments: (before: Knowledge, after: Knowledge)

    package init(
        _ definition: ReportDefinition, of project: Project, period: Period, language: Language, before: Knowledge,
        after: Knowledge
    ) {
        self.project = project
        self.definition = definition
        self.period = period
        self.language = language
        moments = (before, after)
    }

    /// Compares, in one look at the warehouse.
    ///
    /// - Throws: `MetricQueryError`, also when rows of one of the moments are kept no longer; `PostgresError`.
    package func run(on connection: borrowing Connection) throws -> ReportDifference {
        let facts = project.metricCatalogue.factNames(of: definition.metricNames)
        return try connection.readingFacts(facts) { try compare(on: $0) }
    }

    private func compare(on connection: borrowing Connection) throws -> ReportDifference {
        let controls = DisclosureControls(project, metrics: definition.metricNames)
        let engines = (
            before: try engine(moments.before, controls, on: connection),
            after: try engine(moments.after, controls, on: connection)
        )
        if let controls {
            _ = try figures(engines.before, moments.before, on: connection)
            _ = try figures(engines.after, moments.after, on: connection)
            try controls.decide(on: connection)
        }
        let before = try figures(engines.before, moments.before, on: connection)
        let after = try figures(engines.after, moments.after, on: connection)
        let earlier = Dictionary(before.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
        let later = Set(after.map(\.place))
        let pairs =
            after.map { (earlier[$0.place], Optional($0)) }
            + before.filter { !later.contains($0.place) }.map { (Optional($0), nil) }
        // Deliveries are asked of what is shown only, by conditions that nothing was decided about.
        let sources = (
            before: try engine(moments.before, nil, on: connection),
            after: try engine(moments.after, nil, on: connection)
        )
        var known: [Question: [Share]] = [:]
        var cells: [ReportDifference.Cell] = []
        for (old, new) in pairs where old?.cell.isShown(as: new?.cell) != true {
            guard let figure = new ?? old else { continue }
            // What must not be told of one moment is not told of the other either, nor the deliveries between them.
            if [old, new].contains(where: { $0?.cell.state == .confidential }) {
                cells.append(try cell(figure, old?.cell.concealed, new?.cell.concealed, []))
                continue
            }
            var shares: [Share] = []
            for origin in figure.origins {
                let question = Question(origin: origin, filters: figure.filters.map(\.description))
                let found =
                    try known[question]
                    ?? self.deliveries(of: origin, figure.filters, sources.before, sources.after, on: connection)
                known[question] = found
                shares += found
            }
            let isControlled = figure.origins.contains { project.metricCatalogue.isControlled($0.metric) }
            cells.append(
                try cell(figure, old?.cell, new?.cell, Self.deliveries(shares, countingRows: !isControlled)))
        }
        return ReportDifference(
            report: definition.name.value, period: period, cells: cells, compared: pairs.count)
    }

    private struct Question: Hashable {
        let origin: ReportFigure.Origin
        let filters: [String]
    }

    /// What a delivery gave one part of a figure, such as a numerator, in one period.
    private struct Share {
        let delivery: FigureLineage.Delivery
        let period: Period
        let before: Int64
        let after: Int64
    }

    /// The deliveries behind several parts, each once: the rows of a rate's numerator are among those of its denominator.
    private static func deliveries(_ shares: [Share], countingRows: Bool) -> [ReportDifference.Delivery] {
        Dictionary(grouping: shares, by: \.delivery.key).values.compactMap { shares in
            guard let delivery = shares.first?.delivery else { return nil }
            let periods = Dictionary(grouping: shares, by: \.period.key).values
            func rows(_ side: KeyPath<Share, Int64>) -> Int64 {
                periods.reduce(0) { $0 + ($1.map { $0[keyPath: side] }.max() ?? 0) }
            }
            return ReportDifference.Delivery(
                key: delivery.key, pipeline: delivery.pipeline, source: delivery.source,
                rows: countingRows ? .init(before: rows(\.before), after: rows(\.after)) : nil)
        }.sorted { $0.key < $1.key }
    }

    private func engine(
        _ knowledge: Knowledge, _ controls: DisclosureControls?, on connection: borrowing Connection
    ) throws -> MetricEngine {
        MetricEngine(
            project: project, completeness: try Completeness(project, asOf: knowledge, on: connection),
            versions: try PublishedVersions(project, asOf: knowledge, on: connection),
            today: try dayOfKnowledge(
                of: definition, project: project, period: period, asOf: knowledge, on: connection),
            control: controls?.control(of: knowledge))
    }

    private func figures(
        _ engine: MetricEngine, _ knowledge: Knowledge, on connection: borrowing Connection
    ) throws -> [ReportFigure] {
        try ReportFigures(
            definition: definition, words: ReportWords(project: project, language: language), engine: engine,
            period: period, knowledge: knowledge
        ).list(on: connection)
    }

    private func cell(
        _ figure: ReportFigure, _ before: MetricCell?, _ after: MetricCell?,
        _ deliveries: [ReportDifference.Delivery]
    ) throws -> ReportDifference.Cell {
        var difference: Rational?
        if let old = before?.value, let new = after?.value {
            do {
                difference = try new.subtracting(old)
            } catch {
                throw MetricQueryError.arithmetic(error, metric: figure.metric.name.value)
            }
        }
        return ReportDifference.Cell(
            sheet: figure.place.sheet, row: figure.place.row, keys: figure.place.keys, column: figure.place.column,
            metric: figure.metric, period: figure.period, before: before, after: after, difference: difference,
            deliveries: deliveries)
    }

    /// Finds the deliveries that gave a figure other rows, or other values, at the two moments.
    private func deliveries(
        of origin: ReportFigure.Origin, _ filters: [Filter], _ before: MetricEngine, _ after: MetricEngine,
        on connection: borrowing Connection
    ) throws -> [Share] {
        func parts(_ engine: MetricEngine, _ knowledge: Knowledge) throws -> [FigureLineage.Part] {
            try engine.lineage(
                LineageRequest(
                    metric: origin.metric, period: origin.period, filters: filters, language: language, asOf: knowledge),
                on: connection
            ).parts
        }
        var found: [Share] = []
        for (old, new) in zip(try parts(before, moments.before), try parts(after, moments.after)) {
            let earlier = Dictionary(old.deliveries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
            let later = Dictionary(new.deliveries.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
            for key in Set(earlier.keys).union(later.keys) {
                let (one, other) = (earlier[key], later[key])
                guard one?.rows != other?.rows || one?.value != other?.value, let delivery = one ?? other else {
                    continue
                }
                found.append(
                    Share(delivery: delivery, period: new.period, before: one?.rows ?? 0, after: other?.rows ?? 0))
            }
        }
        return found
    }
}

extension MetricCell {
    fileprivate var concealed: MetricCell { MetricCell(.confidential) }

    /// Whether a reader sees the same: value, state and marks.
    fileprivate func isShown(as other: MetricCell?) -> Bool {
        guard let other else { return false }
        return value == other.value && state == other.state && marks == other.marks
    }
}
