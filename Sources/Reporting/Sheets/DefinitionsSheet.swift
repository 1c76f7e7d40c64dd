internal import Definitions
internal import Periods

/// Explains every metric of a report and those that it is made of: words, formula, base, unit, source.
struct DefinitionsSheet {
    let project: Project
    let language: Language
    private var phrases: Phrases { Phrases(language) }

    init(project: Project, language: Language) {
        self.project = project
        self.language = language
    }

    func document(subtitle: String, metrics: [String]) -> SheetDocument {
        SheetDocument(
            key: "definitions", name: phrases.definitions, kind: .notes, title: phrases.definitionsTitle,
            subtitle: subtitle, introduction: [phrases.definitionsIntroduction],
            table: TableDocument(
                columns: [
                    ColumnDocument(header: phrases.figure, widthLimit: 32),
                    ColumnDocument(header: phrases.meaning, widthLimit: 42),
                    ColumnDocument(header: phrases.formula, widthLimit: 36),
                    ColumnDocument(header: phrases.base, widthLimit: 25),
                    ColumnDocument(header: phrases.source, widthLimit: 20),
                ], rows: closure(of: metrics).map(row)))
    }

    /// The metrics asked for, each followed by what it is made of, each once.
    private func closure(of names: [String]) -> [MetricDefinition] {
        var found: [MetricDefinition] = []
        var waiting = Array(names.reversed())
        var seen: Set<String> = []
        while let name = waiting.popLast() {
            guard seen.insert(name).inserted, let metric = project.metrics[name] else { continue }
            found.append(metric)
            waiting += metric.components.map(\.value).reversed()
        }
        return found
    }

    private func row(_ metric: MetricDefinition) -> [LayoutCell] {
        let facts = Set(closure(of: [metric.name.value]).compactMap(\.fact)).sorted()
        let sources = facts.compactMap { project.facts[$0]?.description[language] }.map {
            firstClause(of: $0, language: language)
        }
        return [
            .text(metric.label[language]),
            metric.definition.map { .text($0[language]) } ?? .text(phrases.seeFormula),
            .text(formula(of: metric)),
            base(of: metric).map(LayoutCell.text) ?? .absent(.notApplicable),
            .text(sources.joined(separator: "; ")),
        ]
    }

    private func label(_ name: Located<String>) -> String {
        project.metrics[name.value]?.label[language] ?? name.value
    }

    private func base(of metric: MetricDefinition) -> String? {
        switch metric.kind {
        case .ratio(let ratio): label(ratio.denominator)
        case .change(let change):
            switch change.base {
            case .offset(let offset): phrases.earlier(offset)
            case .against(let text):
                phrases.against(Period(text.value)?.longLabel(thai: language == .thai) ?? text.value)
            }
        case .difference(let difference): label(difference.minus)
        case .simple, .cumulative: nil
        }
    }

    private func formula(of metric: MetricDefinition) -> String {
        switch metric.kind {
        case .simple(let simple):
            guard case .control(let control) = metric.disclosure?.value else { return formula(of: simple) }
            return "\(formula(of: simple)); \(phrases.hidden(control))"
        case .ratio(let ratio):
            let less = ratio.less.map { " − \(label($0))" }
            let sides = [ratio.numerator, ratio.denominator].map { side in
                less.map { "(\(label(side))\($0))" } ?? label(side)
            }
            let sample = ratio.sample.map { "; \(phrases.sample($0, base: $0.base.map(label) ?? "n"))" }
            return sides.joined(separator: " ÷ ") + (sample ?? "")
        case .change(let change):
            let base = self.base(of: metric) ?? ""
            switch change.kind {
            case .previous: return "\(label(change.of)), \(base)"
            case .difference: return "\(label(change.of)) − \(phrases.theSame(base))"
            case .relativeChange:
                return "(\(label(change.of)) − \(phrases.theSame(base))) ÷ \(phrases.theSame(base))"
            }
        case .difference(let difference): return "\(label(difference.of)) − \(label(difference.minus))"
        case .cumulative(let cumulative):
            return phrases.cumulated(label(cumulative.of), from: cumulative.from?.value)
        }
    }

    /// The aggregation with its conditions, in the words of the definitions themselves.
    private func formula(of simple: MetricDefinition.Simple) -> String {
        let factor = simple.times.map { " × \($0.value)" } ?? ""
        let operand = simple.of.map { $0.value + factor } ?? simple.fact.value
        let conditions = simple.filters.map(\.description).joined(separator: ", ")
        return "\(simple.aggregation.rawValue)(\(operand))" + (conditions.isEmpty ? "" : " · \(conditions)")
    }
}

extension MetricDefinition {
    /// The fact of a simple metric.
    fileprivate var fact: String? {
        if case .simple(let simple) = kind { simple.fact.value } else { nil }
    }
}
