/// What the members that are in both periods have together; contributions are measured against it.
struct MatchedReference {
    /// ΣN₁/ΣD₁ − ΣN₀/ΣD₀.
    let headline: BigFraction
    /// ρ₁ − ρ₀; zero when nothing is matched.
    let change: BigFraction
    /// (n₁ − ρd₁)/Σd₁ − (n₀ − ρd₀)/Σd₀, with ρ = ½(ρ₀ + ρ₁) and the sums over what is matched: within and mix.
    let matchedTotal: ProportionalRule
    /// (n₁ − ρ₁d₁)/ΣD₁ − (n₀ − ρ₀d₀)/ΣD₀.
    private let entryExit: ProportionalRule
    /// ½(ρ₀ + ρ₁).
    private let rate: BigFraction
    /// 1/Σd₀ and 1/Σd₁ over what is matched; nil when nothing is.
    private let shares: (before: BigFraction, after: BigFraction)?

    init(_ members: [WholeRatioMember]) throws(DecompositionError) {
        let all = members.reduce(.nothing, +)
        let matched = members.filter(\.isMatched).reduce(.nothing, +)
        guard let rate0 = BigFraction(all.n0, over: all.d0), let whole0 = BigFraction(.one, over: all.d0) else {
            throw .noDenominator(.earlier)
        }
        guard let rate1 = BigFraction(all.n1, over: all.d1), let whole1 = BigFraction(.one, over: all.d1) else {
            throw .noDenominator(.later)
        }
        headline = rate1 - rate0
        let rho0: BigFraction
        let rho1: BigFraction
        if let matched0 = BigFraction(matched.n0, over: matched.d0),
            let matched1 = BigFraction(matched.n1, over: matched.d1),
            let share0 = BigFraction(.one, over: matched.d0), let share1 = BigFraction(.one, over: matched.d1)
        {
            (rho0, rho1) = (matched0, matched1)
            rate = BigFraction.half * (rho0 + rho1)
            shares = (share0, share1)
            matchedTotal = ProportionalRule(n1: share1, d1: -rate * share1, n0: share0, d0: -rate * share0)
        } else {
            rate = BigFraction.half * (rate0 + rate1)
            (rho0, rho1) = (rate, rate)
            shares = nil
            matchedTotal = .none
        }
        change = rho1 - rho0
        entryExit = ProportionalRule(n1: whole1, d1: -rho1 * whole1, n0: whole0, d0: -rho0 * whole0)
    }

    /// How a member's contribution follows from its numbers.
    func rules(of member: WholeRatioMember) -> ContributionRules {
        guard let shares, let rate0 = BigFraction(member.n0, over: member.d0),
            let rate1 = BigFraction(member.n1, over: member.d1)
        else { return ContributionRules(weight: nil, mix: .none, entryExit: entryExit) }
        let share0 = BigFraction(member.d0) * shares.before
        let share1 = BigFraction(member.d1) * shares.after
        let above = BigFraction.half * (rate0 + rate1) - rate
        return ContributionRules(
            weight: BigFraction.half * (share0 + share1),
            mix: ProportionalRule(n1: .zero, d1: above * shares.after, n0: .zero, d0: above * shares.before),
            entryExit: .none)
    }

    /// r₁ − r₀.
    func rateChange(of member: WholeRatioMember) -> BigFraction {
        guard let rate0 = BigFraction(member.n0, over: member.d0),
            let rate1 = BigFraction(member.n1, over: member.d1)
        else { return .zero }
        return rate1 - rate0
    }

    /// Σ ½(w₀ + w₁)(r₁ − r₀), the shares' common denominator added once and not with every member.
    func within(_ members: [WholeRatioMember]) -> BigFraction {
        guard let shares else { return .zero }
        let changes = members.filter(\.isMatched).map { ($0, rateChange(of: $0)) }
        let before = BigFraction.sum(changes.map { BigFraction($0.d0) * $1 })
        let after = BigFraction.sum(changes.map { BigFraction($0.d1) * $1 })
        return BigFraction.half * (before * shares.before + after * shares.after)
    }
}
