/// What one member, or several together, contribute to the change of a ratio.
package struct RatioContribution: Sendable {
    /// The member's own rate has changed.
    package let within: BigFraction
    /// The member's share of the denominator has changed.
    package let mix: BigFraction
    /// The member has come or is gone.
    package let entryExit: BigFraction
    /// The three together.
    package let total: BigFraction

    package init(within: BigFraction, mix: BigFraction, entryExit: BigFraction, total: BigFraction) {
        self.within = within
        self.mix = mix
        self.entryExit = entryExit
        self.total = total
    }

    /// A change that is not taken apart.
    package static func whole(_ change: BigFraction) -> RatioContribution {
        RatioContribution(within: change, mix: .zero, entryExit: .zero, total: change)
    }

    /// Adds contributions up, part by part.
    package static func sum(_ contributions: [RatioContribution]) -> RatioContribution {
        RatioContribution(
            within: .sum(contributions.map(\.within)), mix: .sum(contributions.map(\.mix)),
            entryExit: .sum(contributions.map(\.entryExit)), total: .sum(contributions.map(\.total)))
    }
}

/// A part of a contribution that follows from the member's numbers in fixed proportions: an₁ + bd₁ − (cn₀ + ed₀).
///
/// What a member has by such a rule, the members beneath it have by the same rule, and it adds up.
struct ProportionalRule {
    let n1: BigFraction
    let d1: BigFraction
    let n0: BigFraction
    let d0: BigFraction

    static let none = ProportionalRule(n1: .zero, d1: .zero, n0: .zero, d0: .zero)

    func value(of member: WholeRatioMember) -> BigFraction {
        let after = n1 * BigFraction(member.n1) + d1 * BigFraction(member.d1)
        return after - (n0 * BigFraction(member.n0) + d0 * BigFraction(member.d0))
    }

    static func + (left: ProportionalRule, right: ProportionalRule) -> ProportionalRule {
        ProportionalRule(
            n1: left.n1 + right.n1, d1: left.d1 + right.d1, n0: left.n0 + right.n0, d0: left.d0 + right.d0)
    }

    static func * (factor: BigFraction, rule: ProportionalRule) -> ProportionalRule {
        ProportionalRule(n1: factor * rule.n1, d1: factor * rule.d1, n0: factor * rule.n0, d0: factor * rule.d0)
    }
}
