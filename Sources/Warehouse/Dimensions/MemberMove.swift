/// Days on which rows that carry a surrogate key are to carry another one, since its version no longer holds then.
struct MemberMove: Equatable, Sendable {
    /// A stretch of event time in which nothing is known of a member.
    struct Gap: Hashable, Sendable {
        /// The member's natural key, column by column.
        let parts: [String?]
        let from: Int32
        let to: Int32
    }

    let oldKey: Int32
    let from: Int32
    let to: Int32
    /// The version that holds on those days; nil where none does.
    var newKey: Int32?
    /// Where no version holds.
    var gap: Gap?
}

extension MemberMove {
    /// Finds what the rows of one member's versions are to carry after it has changed.
    ///
    /// - Parameters:
    ///   - parts: its natural key.
    ///   - before: its versions as they were; a key stands for one of them only.
    ///   - after: its versions as they are to be.
    static func between(
        _ before: [MemberVersion], _ after: [MemberVersion], of parts: [String?]
    ) -> [MemberMove] {
        let holding = after.filter { !$0.isEmpty }.sorted { $0.validFrom < $1.validFrom }
        var moves: [MemberMove] = []
        for old in before where !old.isEmpty {
            // The stretches in which something else holds now, or nothing.
            var day = old.validFrom
            for version in holding where version.validTo > day && version.validFrom < old.validTo {
                if version.validFrom > day {
                    moves.append(inGap(old.key, day, version.validFrom, holding, parts))
                    day = version.validFrom
                }
                let end = min(version.validTo, old.validTo)
                if version.key != old.key {
                    moves.append(MemberMove(oldKey: old.key, from: day, to: end, newKey: version.key))
                }
                day = end
            }
            if day < old.validTo { moves.append(inGap(old.key, day, old.validTo, holding, parts)) }
        }
        return moves
    }

    private static func inGap(
        _ key: Int32, _ from: Int32, _ to: Int32, _ holding: [MemberVersion], _ parts: [String?]
    ) -> MemberMove {
        let begin = holding.last { $0.validTo <= from }?.validTo ?? Int32.min
        let end = holding.first { $0.validFrom >= to }?.validFrom ?? Int32.max
        return MemberMove(oldKey: key, from: from, to: to, gap: Gap(parts: parts, from: begin, to: end))
    }
}
