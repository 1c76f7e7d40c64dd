/// A member and its part in the change of a metric; in a path of attributes with the members beneath it.
package struct ExplainedMember: Sendable {
    package enum Name: Hashable, Sendable {
        case member(String)
        /// The rows that point to no member.
        case missing
        /// So many members together: of little effect, or confidential.
        case other(Int)
    }

    /// What is said beside the member's figures.
    package struct Marks: Hashable, Sendable {
        package var before: CellMarks = []
        package var after: CellMarks = []

        func union(_ other: Marks) -> Marks {
            Marks(before: before.union(other.before), after: after.union(other.after))
        }
    }

    package let name: Name
    /// The natural key behind its name, by which members of one name are told apart; empty where there is none.
    package var keys: [String?] = []
    /// Of a ratio its numerator and denominator; of any other metric its value, as the numerator.
    package let numbers: RatioMember
    package var marks = Marks()
    package let contribution: RatioContribution
    /// The members beneath it; their contributions add up to its own.
    package let children: [ExplainedMember]

    /// Whether it is several members together.
    var standsForSeveral: Bool { if case .other = name { true } else { false } }
}

extension [ExplainedMember] {
    /// Orders members by the size of their contributions, largest first; ties keep their order.
    func byEffect() -> [ExplainedMember] {
        enumerated().sorted { left, right in
            let (first, second) = (left.element.contribution.total, right.element.contribution.total)
            return first.magnitude == second.magnitude
                ? left.offset < right.offset : first.magnitude > second.magnitude
        }.map(\.element)
    }

    /// Keeps the first few at every level and folds the rest into one; a single one stays what it is.
    ///
    /// Members that stand together already belong to the rest, however large they are: two such lines could not be told
    /// apart.
    func folded(after count: Int) throws(RationalError) -> [ExplainedMember] {
        let isFolded = self.count > count + 1
        let single = filter { !$0.standsForSeveral }
        let first = isFolded ? Array(single.prefix(count)) : self
        let rest = isFolded ? single.dropFirst(count) + filter(\.standsForSeveral) : []
        var kept: [ExplainedMember] = []
        for member in first {
            kept.append(
                ExplainedMember(
                    name: member.name, keys: member.keys, numbers: member.numbers, marks: member.marks,
                    contribution: member.contribution,
                    children: try member.children.folded(after: count)))
        }
        guard !rest.isEmpty else { return kept }
        var numbers = RatioMember(before: .nothing, after: .nothing)
        for member in rest { numbers = try numbers.adding(member.numbers) }
        // Members that are one already count as what they are.
        let number = rest.reduce(0) { sum, member in
            if case .other(let count) = member.name { sum + count } else { sum + 1 }
        }
        let folded = ExplainedMember(
            name: .other(number), numbers: numbers, contribution: .sum(rest.map(\.contribution)), children: [])
        return kept + [folded]
    }
}
