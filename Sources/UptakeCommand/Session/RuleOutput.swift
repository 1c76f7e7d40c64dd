import Definitions
import Rules

/// How rules stand, in the forms that the command line prints.
enum RuleOutput {
    /// One line for each rule that is broken; the others are silent.
    static func noteBroken(_ rules: [RuleStatus], in session: Session) {
        for rule in rules where rule.broken > 0 {
            // What decides the exit code is told to whoever wants to hear nothing else.
            if rule.stops { Console.error(line(rule)) } else { session.note(line(rule)) }
        }
    }

    /// What a rule says that nothing was held against yet: silence would look as if all were well.
    static func idle(_ rule: RuleStatus) -> String {
        let from = rule.from.map { " from \($0) on" } ?? ""
        return
            "rule \(rule.rule) (\(rule.severity)): has judged nothing, since nothing of its facts is published\(from)"
    }

    static func line(_ rule: RuleStatus) -> String {
        let periods = rule.held + rule.broken
        let span = [rule.firstBroken, rule.lastBroken].compactMap { $0 }
        let when = span.first == span.last ? "in \(span.first ?? "")" : "from \(span.joined(separator: " to "))"
        let effect = rule.severity == "reject" ? "; reports that need these periods wait" : ""
        return
            "rule \(rule.rule) (\(rule.severity)): broken in \(grouped(rule.broken)) of \(grouped(periods)) periods, \(when), \(grouped(rule.findings)) findings\(effect). `uptake rules \(rule.rule)` lists them"
    }

    static func table(_ rules: [RuleStatus]) -> String {
        var rows = [["rule", "class", "severity", "held", "broken", "waiting", "findings", "first broken", "last"]]
        for rule in rules {
            rows.append([
                rule.rule, rule.class, rule.severity, grouped(rule.held), grouped(rule.broken), grouped(rule.waiting),
                grouped(rule.findings), rule.firstBroken ?? "–", rule.lastBroken ?? "–",
            ])
        }
        return aligned(rows, numeric: [3, 4, 5, 6])
    }

    /// What one rule says: its sentences, its periods that do not hold, and where.
    static func details(
        _ rule: RuleDefinition, _ results: [RuleList.Result], _ findings: [RuleList.Finding], language: Language?
    ) -> String {
        var lines = ["\(rule.name.value) (\(rule.findingClass), \(rule.severity.rawValue)): \(rule.text)"]
        for shown in [Language.english, .thai] where language == nil || language == shown {
            lines += ["  \(rule.description[shown])", "  \(rule.message[shown])"]
        }
        let held = results.filter { $0.state == "held" }
        lines.append("\(grouped(held.count)) periods hold.")
        for result in results where result.state != "held" {
            lines.append(heading(result, rule))
            let own = findings.filter { $0.period == result.period }
            lines.append(contentsOf: Self.lines(own, rule))
            if own.count < result.findings {
                lines.append("  … \(grouped(result.findings - own.count)) more are counted and not kept.")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func heading(_ result: RuleList.Result, _ rule: RuleDefinition) -> String {
        if result.state == "waiting" { return "\(result.period): \(result.reason ?? "waits")" }
        let since = result.firstDay.map { ", first on \($0)" } ?? ""
        switch rule.kind {
        case .compare(let comparison):
            return
                "\(result.period): \(grouped(result.findings)) of \(grouped(result.compared)) figures differ\(since); in all \(comparison.left.value) \(result.left ?? "–"), \(comparison.right.value) \(result.right ?? "–")"
        case .orphans(let orphans):
            let sum = orphans.sum.flatMap { sum in result.left.map { ", \(sum.value) \($0)" } } ?? ""
            return "\(result.period): \(grouped(result.findings)) rows\(sum)\(since)"
        }
    }

    private static func lines(_ findings: [RuleList.Finding], _ rule: RuleDefinition) -> [String] {
        guard !findings.isEmpty else { return [] }
        let table: [[String]]
        switch rule.kind {
        case .compare(let comparison):
            table =
                [["", "where", comparison.left.value, comparison.right.value]]
                + findings.map { ["", $0.members, $0.left ?? "–", $0.right ?? "–"] }
        case .orphans(let orphans):
            table =
                [["", "place", "day", orphans.role.value, orphans.sum?.value ?? ""]]
                + findings.map { finding in
                    let line = finding.line.map { ":\($0)" } ?? ""
                    return ["", (finding.source ?? "") + line, finding.day ?? "", finding.members, finding.left ?? ""]
                }
        }
        return aligned(table, numeric: table[0].count == 4 ? [2, 3] : [4]).split(separator: "\n").map(String.init)
    }
}
