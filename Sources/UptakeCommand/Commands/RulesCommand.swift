import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Postgres
import Rules

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Show how the rules across feeds stand, or where one is broken and what to do",
        discussion: """
            Examples:
              uptake rules
              uptake rules RULE --period 2026-07 --language th
            Rules stand in warehouse/rules/; every run holds them against what it has published.
            """)

    @Argument(help: "The rule; without it, all of them in a table.") var rule: String?
    @Option(help: "Only this period of the rule.") var period: String?
    @Option(help: "The language of what is to be done: th or en; without it, both.") var language: String?
    @OptionGroup var options: GlobalOptions

    private struct Details: Encodable {
        let rule: String
        let `class`: String
        let severity: String
        let description_en: String
        let description_th: String
        let action_en: String
        let action_th: String
        let periods: [RuleList.Result]
        let findings: [RuleList.Finding]
    }

    func validate() throws {
        guard language.map({ ["th", "en"].contains($0) }) ?? true else {
            throw ValidationError("Please choose --language th or en.")
        }
        if period != nil, rule == nil { throw ValidationError("Please name the rule whose period you mean.") }
    }

    mutating func run() throws {
        let session = try Session(options)
        let named = try rule.map { try session.rule(named: $0) }
        let connection = try Connection(connecting: try session.warehouse())
        try session.requireCurrentLedger(on: connection)
        let list = RuleList(session.project)
        guard let named else {
            let statuses = try list.statuses(on: connection)
            let lines = [RuleOutput.table(statuses)] + statuses.filter(\.isIdle).map(RuleOutput.idle)
            Console.result(options.json ? try RunJSON.encode(statuses) : lines.joined(separator: "\n"))
            return
        }
        let key = try period.map { try session.periodKey($0) }
        let results = try list.results(of: named.name.value, on: connection).filter { key == nil || $0.period == key }
        let findings = try list.findings(of: named.name.value, in: key, on: connection)
        guard options.json else {
            Console.result(
                RuleOutput.details(named, results, findings, language: language.flatMap { Language(rawValue: $0) }))
            return
        }
        Console.result(
            try RunJSON.encode(
                Details(
                    rule: named.name.value, class: named.findingClass, severity: named.severity.rawValue,
                    description_en: named.description.english, description_th: named.description.thai,
                    action_en: named.message.english, action_th: named.message.thai, periods: results,
                    findings: findings)))
    }
}

extension Session {
    fileprivate func rule(named name: String) throws -> RuleDefinition {
        if let rule = project.rules[name] { return rule }
        let nearest = nearestWord(to: name, among: project.rules.keys)
        let known = project.rules.keys.sorted().joined(separator: ", ")
        throw UsageError(
            "There is no rule `\(name)`. \(nearest.map { "Did you mean `\($0)`?" } ?? "There are: \(known).")")
    }

    /// The key of a period of either era.
    fileprivate func periodKey(_ text: String) throws -> String {
        guard let period = Period(text, fiscal: project.fiscalCalendar) else {
            throw UsageError("`\(text)` is not a period. Write 2024, 2567, 2024-Q3, 2024-06 or 2024-06-30.")
        }
        return period.key
    }
}
