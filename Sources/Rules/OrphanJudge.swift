internal import Definitions
internal import Periods
internal import Postgres
internal import Warehouse

/// Looks for rows of a fact whose member nobody has described, period by period.
struct OrphanJudge {
    private let orphans: RuleDefinition.Orphans
    private let rule: RuleDefinition
    private let audit: OrphanAudit

    init?(_ rule: RuleDefinition, _ orphans: RuleDefinition.Orphans, in project: Project) {
        guard let fact = project.facts[orphans.fact.value] else { return nil }
        self.rule = rule
        self.orphans = orphans
        audit = OrphanAudit(fact, in: project)
    }

    func judge(_ periods: [Period], on connection: borrowing Connection) throws -> [Judgement] {
        try consecutive(periods).flatMap { run -> [Judgement] in
            guard let first = run.first, let last = run.last else { return [] }
            let rows = try audit.rows(
                of: orphans.role.value, sum: orphans.sum?.value, every: rule.every,
                days: first.start.dateKey..<last.end.dateKey, most: Judgement.listed, on: connection)
            let found = Dictionary(grouping: rows) { $0.period }
            return run.map { judge($0, found[number(of: $0)] ?? []) }
        }
    }

    private func judge(_ period: Period, _ rows: [OrphanAudit.Row]) -> Judgement {
        var judgement = Judgement(period)
        guard let first = rows.first else { return judgement }
        judgement.state = .broken
        judgement.findings = first.rowsOfPeriod
        judgement.left = first.sumOfPeriod
        judgement.firstDay = dayText(first.day)
        for row in rows {
            judgement.add(
                Judgement.Finding(
                    day: dayText(row.day), members: row.member.isEmpty ? "(missing)" : row.member, left: row.value,
                    source: row.source, line: row.line))
        }
        return judgement
    }

    /// The period as the audit numbers it.
    private func number(of period: Period) -> Int {
        let (year, month, _) = period.start.components
        return switch rule.every {
        case .day: Int(period.start.dateKey)
        case .month: year * 100 + month
        case .quarter: year * 10 + (month + 2) / 3
        case .year: year
        }
    }

    /// Writes the key of a day, the number yyyymmdd, as a day.
    private func dayText(_ key: Int32) -> String? {
        let key = Int(key)
        return CivilDate(year: key / 10_000, month: key / 100 % 100, day: key % 100)?.description
    }
}
