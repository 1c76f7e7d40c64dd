package import Definitions
internal import MetricQueries
internal import Periods
package import Postgres

/// Holds every rule against what is published, where data or definitions have changed since it last was.
///
/// The stages, each with what it takes and what it makes:
///
///     rule                →  basis        the slices and members that it stands on, and what they are called
///     basis + ledger      →  due          the periods that have changed since
///     due                 →  judgements   asked of the facts, in one look
///     judgements          →  results      in the ledger, in one transaction a rule
package struct RuleRun {
    private let project: Project
    private let ledger = RuleLedger()

    package init(_ project: Project) { self.project = project }

    /// Judges what is due.
    ///
    /// Nobody may publish meanwhile: the caller holds the lock of runs.
    ///
    /// - Parameter check: is called before each rule; what it throws ends the run.
    /// - Returns: how every rule stands afterwards, in the order of their names.
    package func run(
        on connection: borrowing Connection, check: () throws -> Void = {}
    ) throws -> [RuleStatus] {
        try connection.transaction { try ledger.closeOthers(than: project.rulesInOrder, on: $0) }
        var judged: [String: Int] = [:]
        for rule in project.rulesInOrder {
            try check()
            judged[rule.name.value] = try run(rule, on: connection)
        }
        return try RuleList(project).statuses(on: connection).map { status in
            var status = status
            status.judged = judged[status.rule] ?? 0
            return status
        }
    }

    /// - Returns: how many periods were judged.
    private func run(_ rule: RuleDefinition, on connection: borrowing Connection) throws -> Int {
        let scope = RuleScope(rule, in: project)
        let known = try ledger.known(of: rule, on: connection)
        let (basis, judgements) = try connection.readingFacts(scope.facts) { connection in
            let basis = try RuleBasis(scope, in: project, on: connection)
            return (basis, try judge(due(basis, known), basis, on: connection))
        }
        let stale = Set(known.keys).subtracting(basis.periods.map(\.key)).compactMap { known[$0]?.key }
        guard !judgements.isEmpty || !stale.isEmpty else { return 0 }
        try connection.transaction { connection in
            try ledger.close(stale.sorted(), at: basis.moment, on: connection)
            for judgement in judgements {
                try ledger.write(
                    judgement, of: rule, basis, known: known[judgement.period.key], on: connection)
            }
        }
        return judgements.count
    }

    private func due(_ basis: RuleBasis, _ known: [String: RuleLedger.Known]) -> [Period] {
        basis.periods.filter { period in
            guard let known = known[period.key] else { return true }
            return known.definitionHash != basis.definitionHash || known.dataVersion != basis.dataVersion(of: period)
        }
    }

    private func judge(
        _ periods: [Period], _ basis: RuleBasis, on connection: borrowing Connection
    ) throws -> [Judgement] {
        guard !periods.isEmpty else { return [] }
        switch basis.scope.rule.kind {
        case .compare(let comparison):
            return try ComparisonJudge(basis.scope, comparison, in: project, on: connection)
                .judge(periods, on: connection)
        case .orphans(let orphans):
            return try OrphanJudge(basis.scope.rule, orphans, in: project)?.judge(periods, on: connection) ?? []
        }
    }
}
