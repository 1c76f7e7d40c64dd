package import Definitions
package import Postgres

/// What rules say of the data as they are published, as the ledger has it.
package struct RuleList {
    /// What a rule says of a period.
    package struct Result: Encodable, Sendable {
        package let rule: String
        package let period: String
        /// `held`, `broken` or `waiting`.
        package let state: String
        package let reason: String?
        package let compared: Int
        package let findings: Int
        package let left: String?
        package let right: String?
        package let firstDay: String?
        package let dataVersion: String
        package let checkedAt: String
    }

    /// One place where a rule is broken.
    package struct Finding: Encodable, Sendable {
        package let period: String
        package let day: String?
        package let members: String
        package let left: String?
        package let right: String?
        package let source: String?
        package let line: Int?
    }

    private let project: Project

    package init(_ project: Project) { self.project = project }

    /// How every declared rule stands, in the order of their names.
    package func statuses(on connection: borrowing Connection) throws -> [RuleStatus] {
        try project.rulesInOrder.map { rule in
            var status = RuleStatus(
                rule: rule.name.value, class: rule.findingClass, severity: rule.severity.rawValue,
                from: rule.from?.value)
            for result in try results(of: rule.name.value, on: connection) {
                switch result.state {
                case "broken":
                    status.broken += 1
                    status.firstBroken = status.firstBroken ?? result.period
                    status.lastBroken = result.period
                case "waiting": status.waiting += 1
                default: status.held += 1
                }
                status.findings += result.findings
            }
            return status
        }
    }

    /// What a rule says of each period, in order.
    package func results(of rule: String, on connection: borrowing Connection) throws -> [Result] {
        let rows = try connection.query(
            """
            select period, state, reason, compared, findings, left_value, right_value, first_day, data_version,
                   checked_at::timestamptz(0)
            from ledger.rule_result
            where rule = $1 and known_to = 'infinity'
            order by period collate "C"
            """, [.text(rule)])
        return (0..<rows.rowCount).map { row in
            Result(
                rule: rule, period: rows.text(row, 0) ?? "", state: rows.text(row, 1) ?? "", reason: rows.text(row, 2),
                compared: rows.int(row, 3) ?? 0, findings: rows.int(row, 4) ?? 0, left: rows.text(row, 5),
                right: rows.text(row, 6), firstDay: rows.text(row, 7), dataVersion: rows.text(row, 8) ?? "",
                checkedAt: rows.text(row, 9) ?? "")
        }
    }

    /// Where a rule is broken, in the order of periods; the first places of each.
    package func findings(
        of rule: String, in period: String? = nil, on connection: borrowing Connection
    ) throws -> [Finding] {
        let rows = try connection.query(
            """
            select r.period, f.day, f.members, f.left_value, f.right_value, f.source, f.line
            from ledger.rule_finding f join ledger.rule_result r using (rule_result_key)
            where r.rule = $1 and r.known_to = 'infinity' and ($2::text is null or r.period = $2)
            order by r.period collate "C", f.number
            """, [.text(rule), SQLValue(period)])
        return (0..<rows.rowCount).map { row in
            Finding(
                period: rows.text(row, 0) ?? "", day: rows.text(row, 1), members: rows.text(row, 2) ?? "",
                left: rows.text(row, 3), right: rows.text(row, 4), source: rows.text(row, 5), line: rows.int(row, 6))
        }
    }
}
