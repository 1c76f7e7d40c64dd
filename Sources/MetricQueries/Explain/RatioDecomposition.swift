/// The change of a ratio, taken apart by members (METRICS.md, "Why it moved"): headline = within + mix + entry/exit.
///
/// Let nₜ and dₜ be a member's numerator and denominator in the earlier (t = 0) and the later period (t = 1). Members
/// with a denominator in both are matched; over them alone wₜ = dₜ / Σdₜ is a member's share, rₜ = nₜ / dₜ its rate and
/// ρₜ = Σwₜrₜ the rate of all of them.
///
///     headline   = ΣN₁/ΣD₁ − ΣN₀/ΣD₀, over all members, matched or not
///     within     = Σ ½(w₀ + w₁)(r₁ − r₀)
///     mix        = Σ ½(r₀ + r₁)(w₁ − w₀)
///     matched    = within + mix = ρ₁ − ρ₀
///     entry/exit = headline − matched
///
/// A member's part of each:
///
///     within     ½(w₀ + w₁)(r₁ − r₀)
///     mix        (½(r₀ + r₁) − ½(ρ₀ + ρ₁))(w₁ − w₀)
///     entry/exit (n₁ − ρ₁d₁)/ΣD₁ − (n₀ − ρ₀d₀)/ΣD₀, of members that are not matched
///
/// Shares add up to one in both periods, so measuring mix from the average rate changes nothing about its sum; without
/// it, a member of average rate that only grew would seem to have raised the ratio. Entry/exit is by how much a member
/// lifts the ratio above that of the matched: ΣD₁(ΣN₁/ΣD₁ − ρ₁) is the sum of n₁ − ρ₁d₁ over those that are not. Where
/// nothing is matched, or the denominators of the matched cancel each other out, every member counts as not matched, and
/// the mean of the two headline rates stands for both ρ.
///
/// All numbers are exact, whatever their size, and the identities are checked, member by member and in sum.
struct RatioDecomposition {
    let headline: BigFraction
    /// Over all members.
    let sum: RatioContribution
    /// One per member.
    let contributions: [RatioContribution]
    /// One per member.
    let rules: [ContributionRules]

    /// - Throws: `DecompositionError`; `RationalError.overflow` when the members are no decimals.
    init(_ members: [RatioMember]) throws { try self.init(try WholeRatioMember.scaled(members)) }

    init(_ members: [WholeRatioMember]) throws(DecompositionError) {
        let reference = try MatchedReference(members)
        rules = members.map(reference.rules)
        var contributions: [RatioContribution] = []
        for (member, rules) in zip(members, rules) {
            contributions.append(try Self.contribution(of: member, rules, reference))
        }
        self.contributions = contributions
        headline = reference.headline
        let total = BigFraction.sum(contributions.map(\.total))
        let entryExit = BigFraction.sum(contributions.map(\.entryExit))
        guard total == headline, entryExit == headline - reference.change else { throw .doesNotAddUp }
        let within = reference.within(members)
        // What is mix of each member is what is neither of the others, so it is in sum.
        sum = RatioContribution(
            within: within, mix: reference.change - within, entryExit: entryExit, total: headline)
    }

    private static func contribution(
        of member: WholeRatioMember, _ rules: ContributionRules, _ reference: MatchedReference
    ) throws(DecompositionError) -> RatioContribution {
        guard let weight = rules.weight else {
            let entryExit = rules.entryExit.value(of: member)
            return RatioContribution(within: .zero, mix: .zero, entryExit: entryExit, total: entryExit)
        }
        let within = weight * reference.rateChange(of: member)
        let mix = rules.mix.value(of: member)
        let total = reference.matchedTotal.value(of: member)
        guard within + mix == total else { throw .doesNotAddUp }
        return RatioContribution(within: within, mix: mix, entryExit: .zero, total: total)
    }
}

/// How the parts of a member's contribution follow from its numbers.
struct ContributionRules {
    /// ½(w₀ + w₁); nil for a member that is not matched.
    let weight: BigFraction?
    let mix: ProportionalRule
    let entryExit: ProportionalRule
}
