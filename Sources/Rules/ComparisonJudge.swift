internal import Definitions
internal import MetricQueries
internal import Periods
internal import Postgres

/// Holds two metrics against each other, period by period and member by member.
struct ComparisonJudge {
    /// How many periods are asked for at a time, so that memory does not grow with the years.
    private static let periodsAtOnce = 12
    /// More decimals than any measure has.
    private static let decimals = 6

    private let scope: RuleScope
    private let comparison: RuleDefinition.Comparison
    private let project: Project
    private let engine: MetricEngine
    /// The attribute of the rule's calendar whose values are the keys of the rule's periods.
    private let periodPath: String
    /// Which of the attributes is the day; nil when none is.
    private let dayIndex: Int?

    init(
        _ scope: RuleScope, _ comparison: RuleDefinition.Comparison, in project: Project,
        on connection: borrowing Connection
    ) throws {
        self.scope = scope
        self.comparison = comparison
        self.project = project
        engine = MetricEngine(
            project: project, completeness: try Completeness(project, on: connection),
            versions: try PublishedVersions(project, on: connection))
        let source = project.sources(of: scope.rule).first
        let calendar = source?.date.dimension.value ?? ""
        let column: CalendarColumn =
            switch scope.rule.every {
            case .day: .date
            case .month: .yearMonth
            case .quarter: .yearQuarter
            case .year: .year
            }
        periodPath = "\(calendar).\(column.rawValue)"
        let resolver = AttributeResolver(dimensions: project.dimensions)
        dayIndex = try comparison.by.firstIndex { path in
            guard let source else { return false }
            let attribute = try resolver.resolve(path.value, in: source.fact, dateRole: source.date.name.value)
            return attribute.dimension?.isCalendar == true && attribute.type == .date
        }
    }

    /// Judges periods; those that lack deliveries of either side wait.
    func judge(_ periods: [Period], on connection: borrowing Connection) throws -> [Judgement] {
        var judgements: [Judgement] = []
        var ready: [Period] = []
        for period in periods {
            let lacking = scope.lacking(in: period, engine.completeness)
            if lacking.isEmpty {
                ready.append(period)
            } else {
                var judgement = Judgement(period)
                judgement.state = .waiting
                judgement.reason = "waits for \(lacking.prefix(5).joined(separator: ", "))"
                judgements.append(judgement)
            }
        }
        for run in consecutive(ready, atMost: Self.periodsAtOnce) { judgements += try compare(run, on: connection) }
        return judgements
    }

    private func compare(_ periods: [Period], on connection: borrowing Connection) throws -> [Judgement] {
        guard let first = periods.first, let last = periods.last, let span = Period(from: first, through: last) else {
            return []
        }
        let by = [periodPath] + comparison.by.map(\.value)
        let table = try engine.table(
            MetricRequest(
                metrics: [comparison.left.value, comparison.right.value], by: by.map { AttributePath($0) },
                period: span, language: .english), on: connection)
        var rows: [String: [MetricRow]] = [:]
        for row in table.rows { rows[(row.members.first ?? nil) ?? "", default: []].append(row) }
        return try periods.map { try judge($0, rows[$0.key] ?? []) }
    }

    private func judge(_ period: Period, _ rows: [MetricRow]) throws -> Judgement {
        var judgement = Judgement(period)
        judgement.compared = rows.count
        var sums = [Rational.zero, Rational.zero]
        for row in rows {
            let (left, right) = (row.cells[0].value ?? .zero, row.cells[1].value ?? .zero)
            sums = [try sums[0].adding(left), try sums[1].adding(right)]
            guard try left.subtracting(right).magnitude > allowed(left, right) else { continue }
            let members = Array(row.members.dropFirst())
            let day = dayIndex.flatMap { members[$0] }
            judgement.findings += 1
            judgement.firstDay = [judgement.firstDay, day].compactMap { $0 }.min()
            judgement.add(
                Judgement.Finding(
                    day: day, members: members.map { $0 ?? "–" }.joined(separator: " · "),
                    left: try row.cells[0].value.map(text), right: try row.cells[1].value.map(text)))
        }
        judgement.left = try text(sums[0])
        judgement.right = try text(sums[1])
        if judgement.findings > 0 { judgement.state = .broken }
        return judgement
    }

    /// How far two figures may lie apart.
    private func allowed(_ left: Rational, _ right: Rational) throws -> Rational {
        switch comparison.tolerance {
        case .amount(let text): try Rational(decimal: text)
        case .share(let basisPoints):
            try max(left.magnitude, right.magnitude).multiplied(by: Rational(Int128(basisPoints), over: 10_000))
        }
    }

    /// A decimal without zeros at its end.
    private func text(_ value: Rational) throws -> String {
        var text = try value.decimalText(places: value.isWhole ? 0 : Self.decimals)
        if !value.isWhole { while text.hasSuffix("0") { text.removeLast() } }
        return text
    }
}

/// Parts periods in order into runs of successive ones.
func consecutive(_ periods: [Period], atMost most: Int = .max) -> [[Period]] {
    var runs: [[Period]] = []
    for period in periods {
        if let last = runs.last?.last, last.next == period, runs[runs.count - 1].count < most {
            runs[runs.count - 1].append(period)
        } else {
            runs.append([period])
        }
    }
    return runs
}
