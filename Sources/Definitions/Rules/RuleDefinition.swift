/// A rule that published data must keep, across feeds, as it is declared in `warehouse/rules/NAME.yaml`.
///
/// A check of a pipeline judges one row while it is read; a rule judges what is published, one period at a time.
package struct RuleDefinition: Sendable {
    /// How far two figures may lie apart.
    package typealias Tolerance = PipelineDefinition.RejectLimit.MoneyBound

    /// Two metrics that must agree for every combination of attributes.
    package struct Comparison: Sendable {
        package let left: Located<String>
        package let right: Located<String>
        /// Attributes that both facts have.
        package let by: [Located<String>]
        /// An amount, or a share of the larger figure.
        package let tolerance: Tolerance
    }

    /// Rows of a fact whose member nobody has described.
    package struct Orphans: Sendable {
        package let fact: Located<String>
        package let role: Located<String>
        /// The measure that is summed over those rows.
        package let sum: Located<String>?
    }

    package enum Kind: Sendable {
        case compare(Comparison)
        case orphans(Orphans)
    }

    package let name: Located<String>
    /// What is wrong where the rule is broken, in a sentence.
    package let description: LocalizedText
    package let kind: Kind
    /// The periods that are judged, each by itself.
    package let every: PipelineDefinition.Expectation.Rhythm
    /// The first period that is judged; without it, the first that is published.
    package let from: Located<String>?
    package let severity: CheckDefinition.Severity
    /// What to do where the rule is broken.
    package let message: LocalizedText
    package let location: SourceLocation

    /// The class under which the ledger keeps what the rule finds.
    package var findingClass: String {
        switch kind {
        case .compare: "comparison"
        case .orphans: "orphan"
        }
    }

    /// The rule in the definition's own words.
    package var text: String {
        switch kind {
        case .compare(let comparison):
            "compare: \(comparison.left.value), \(comparison.right.value), by: [\(comparison.by.map(\.value).joined(separator: ", "))]"
        case .orphans(let orphans): "orphans: \(orphans.fact.value).\(orphans.role.value)"
        }
    }
}

extension Project {
    package var rulesInOrder: [RuleDefinition] { rules.values.sorted { $0.name.value < $1.name.value } }

    /// The facts that a rule reads, each with the calendar role by which the rule's periods select.
    package func sources(of rule: RuleDefinition) -> [(fact: FactDefinition, date: FactDefinition.Role)] {
        switch rule.kind {
        case .compare(let comparison):
            [comparison.left, comparison.right].compactMap { name in
                guard case .simple(let simple) = metrics[name.value]?.kind, let fact = facts[simple.fact.value] else {
                    return nil
                }
                return fact.role(simple.date?.value ?? fact.event.value).map { (fact: fact, date: $0) }
            }
        case .orphans(let orphans):
            [orphans.fact].compactMap { name in
                facts[name.value].flatMap { fact in fact.role(fact.event.value).map { (fact: fact, date: $0) } }
            }
        }
    }
}
