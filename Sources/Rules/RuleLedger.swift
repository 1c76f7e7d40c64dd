internal import Definitions
internal import Foundation
internal import Periods
internal import Postgres

/// Keeps what rules say in the ledger.
struct RuleLedger {
    /// What is known of a period.
    struct Known {
        let key: Int64
        let definitionHash: String
        let dataVersion: String
        let digest: String
        let severity: String
    }

    /// What is known of a rule, by the keys of its periods.
    func known(of rule: RuleDefinition, on connection: borrowing Connection) throws -> [String: Known] {
        let rows = try connection.query(
            """
            select period, rule_result_key, definition_hash, data_version, digest, severity
            from ledger.rule_result where rule = $1 and known_to = 'infinity'
            """, [.text(rule.name.value)])
        var known: [String: Known] = [:]
        for row in 0..<rows.rowCount {
            known[rows.text(row, 0) ?? ""] = Known(
                key: rows.int64(row, 1) ?? 0, definitionHash: rows.text(row, 2) ?? "",
                dataVersion: rows.text(row, 3) ?? "", digest: rows.text(row, 4) ?? "", severity: rows.text(row, 5) ?? ""
            )
        }
        return known
    }

    /// Writes a judgement; one that says the same as before is only dated anew.
    func write(
        _ judgement: Judgement, of rule: RuleDefinition, _ basis: RuleBasis, known: Known?,
        on connection: borrowing Connection
    ) throws {
        let stands = [SQLValue.text(basis.definitionHash), .text(basis.dataVersion(of: judgement.period))]
        if let known, known.digest == judgement.digest, known.severity == rule.severity.rawValue {
            try connection.execute(
                """
                update ledger.rule_result set definition_hash = $2, data_version = $3, checked_at = $4
                where rule_result_key = $1
                """, [.integer(known.key)] + stands + [.text(basis.moment)])
            return
        }
        if let known { try close([known.key], at: basis.moment, on: connection) }
        let key = try connection.query(
            """
            insert into ledger.rule_result (rule, period, class, severity, state, reason, compared, findings, left_value,
                right_value, first_day, definition_hash, data_version, digest, checked_at, known_from)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
            returning rule_result_key
            """,
            [
                .text(rule.name.value), .text(judgement.period.key), .text(rule.findingClass),
                .text(rule.severity.rawValue), .text(judgement.state.rawValue), SQLValue(judgement.reason),
                .integer(judgement.compared), .integer(judgement.findings), SQLValue(judgement.left),
                SQLValue(judgement.right), SQLValue(judgement.firstDay),
            ] + stands + [.text(judgement.digest), .text(basis.moment)])
        guard !judgement.list.isEmpty else { return }
        try connection.execute(
            """
            insert into ledger.rule_finding (rule_result_key, number, day, members, left_value, right_value, source, line)
            select $1::bigint, number, day, members, "left", "right", source, line
            from jsonb_to_recordset($2::jsonb) as finding (number integer, day date, members text, "left" numeric,
                "right" numeric, source text, line integer)
            """,
            [
                .integer(key.int64(0, 0) ?? 0),
                .text(String(decoding: try JSONEncoder().encode(judgement.list), as: UTF8.self)),
            ])
    }

    /// Ends results that are true no longer; their findings go, their counts stay.
    func close(_ keys: [Int64], at moment: String, on connection: borrowing Connection) throws {
        guard !keys.isEmpty else { return }
        let list = SQLValue.text("{\(keys.map { "\($0)" }.joined(separator: ","))}")
        try connection.execute(
            "update ledger.rule_result set known_to = $2 where rule_result_key = any($1::bigint[])",
            [list, .text(moment)])
        try connection.execute("delete from ledger.rule_finding where rule_result_key = any($1::bigint[])", [list])
    }

    /// Ends the results of rules that are declared no longer.
    func closeOthers(than rules: [RuleDefinition], on connection: borrowing Connection) throws {
        let names = "{" + rules.map { "\"\($0.name.value)\"" }.joined(separator: ",") + "}"
        let rows = try connection.query(
            """
            select rule_result_key, now() from ledger.rule_result
            where known_to = 'infinity' and rule <> all($1::text[])
            """, [.text(names)])
        guard rows.rowCount > 0, let moment = rows.text(0, 1) else { return }
        try close((0..<rows.rowCount).compactMap { rows.int64($0, 0) }, at: moment, on: connection)
    }
}
