internal import Definitions

/// A request that was answered, with everything that tells which cells its figures are made of.
struct RecordedRequest {
    /// Leaves that one query answers, asked by all attributes of the request.
    struct Group {
        let query: FactQuery
        let leaves: [Leaf]
    }

    /// A rate, whose numerator leaves a rest of its denominator that must not be told either.
    struct Share: Hashable {
        let numerator: Leaf
        let denominator: Leaf
    }

    let groups: [Group]
    /// Without the total, which is a row of no members.
    let rows: [RowIdentity]
    let answers: LeafAnswers
    let shares: [Share]
}

/// A leaf of one row of an answer; of the total without a row.
struct RowLeaf: Hashable {
    let leaf: Leaf
    let row: RowIdentity?
}

extension Leaf {
    /// Whether it stands for a figure, rather than for what is asked beside one.
    var isShown: Bool { !isSquared && counted == nil }
}
