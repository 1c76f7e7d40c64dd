internal import Definitions
internal import MetricQueries
internal import Periods

/// The words of one report: labels of metrics, attributes, units and periods in its language.
struct ReportWords {
    let project: Project
    let language: Language
    var phrases: Phrases { Phrases(language) }
    private var isThai: Bool { language == .thai }

    func label(of period: Period) -> String { period.longLabel(thai: isThai) }

    /// The label without the month's whole name, for tables.
    func shortLabel(of period: Period) -> String { period.label(thai: isThai) }

    /// The unit in words with its scale, such as `million downloads`; nil for a bare number.
    func unit(of metric: MetricDefinition) -> String? {
        // In a workbook, points stand far from the rates that they are the difference of: they need their whole name.
        if metric.unit?.value == MetricUnit.percentagePoint { return phrases.percentagePoints }
        return MetricFormat(metric).unitLabel(language, units: project.settings.units)
    }

    /// The unit of the difference of a metric from its target: points for a rate.
    func gapUnit(of metric: MetricDefinition) -> String? {
        metric.unit?.value == MetricUnit.percent ? phrases.percentagePoints : unit(of: metric)
    }

    /// The heading of a metric's column.
    func heading(of metric: MetricDefinition) -> String {
        let label = metric.label[language]
        // A label that names its unit already does not need it twice: `Loans`, not `Loans (loans)`.
        guard let unit = unit(of: metric), !names(label, unit, of: metric) else { return label }
        if label.hasSuffix(")") { return "\(label.dropLast()), \(unit))" }
        return "\(label) (\(unit))"
    }

    private func names(_ label: String, _ unit: String, of metric: MetricDefinition) -> Bool {
        if label.lowercased().contains(unit.lowercased()) { return true }
        return metric.unit?.value == MetricUnit.percentagePoint && label.contains(phrases.points)
    }

    /// The heading of an attribute's column: what the definitions say the column or its dimension is.
    func heading(of attribute: String, metrics: [MetricDefinition]) -> String {
        let catalogue = MetricCatalogue(metrics: project.metrics, facts: project.facts)
        let resolver = AttributeResolver(dimensions: project.dimensions)
        for name in catalogue.factNames(of: metrics.map(\.name.value)) {
            guard let fact = project.facts[name],
                let resolved = resolved(attribute, in: fact, by: resolver)
            else { continue }
            guard let heading = heading(of: resolved) else { continue }
            return resolved.standing == .asIs ? "\(heading) (\(phrases.asItIsToday))" : heading
        }
        return attribute
    }

    /// What the column is said to be; without such words, in Thai what its dimension is, in English its name.
    private func heading(of attribute: ResolvedAttribute) -> String? {
        let described = Language.allCases.compactMap { attribute.column(in: $0)?.description }.first
        if let words = described ?? (isThai ? attribute.dimension?.description : nil) {
            return firstClause(of: words[language], language: language)
        }
        let path = attribute.path.split(separator: " ").first ?? ""
        let parts = path.split(separator: ".").suffix(2).filter { $0 != "name" }
        var words = parts.suffix(1).joined(separator: " ").replacing("_", with: " ")
        if words.hasSuffix(" name") { words.removeLast(5) }
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private func resolved(_ path: String, in fact: FactDefinition, by resolver: AttributeResolver)
        -> ResolvedAttribute?
    {
        // A path that this fact does not know has been reported by the checks.
        do throws(AttributeError) { return try resolver.resolve(path, in: fact) } catch { return nil }
    }

    func heading(of grain: PeriodGrain) -> String { phrases.grain(grain) }
}

/// Makes headings unique by numbering those that come again, since a table may have each only once.
func uniqueHeadings(_ headings: [String]) -> [String] {
    var seen: Set<String> = []
    return headings.map { heading in
        var unique = heading
        var number = 2
        while !seen.insert(unique.lowercased()).inserted {
            unique = "\(heading) (\(number))"
            number += 1
        }
        return unique
    }
}
