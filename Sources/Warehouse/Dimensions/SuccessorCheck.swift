internal import Definitions

/// Holds the successors that members name against each other: each must be a member, and none may lead back to itself.
struct SuccessorCheck {
    private let dimension: DimensionDefinition
    private let key: Int
    private let successor: Int

    /// - Returns: nil for a dimension whose members name no successor.
    init?(_ dimension: DimensionDefinition) {
        guard let column = dimension.successor, dimension.key.count == 1,
            let key = dimension.columns.firstIndex(where: { $0.name == dimension.key[0] }),
            let successor = dimension.columns.firstIndex(where: { $0.name.value == column.value })
        else { return nil }
        self.dimension = dimension
        self.key = key
        self.successor = successor
    }

    /// Says what is wrong with the members as they are to be; nil when nothing is.
    func problem(in members: [[MemberVersion]]) -> String? {
        var heirs: [String: String] = [:]
        var known: Set<String> = []
        for versions in members {
            guard let last = versions.last(where: { !$0.isEmpty && !$0.inferred }) ?? versions.last,
                let member = last.values[key]
            else { continue }
            known.insert(member)
            if let heir = last.values[successor] { heirs[member] = heir }
        }
        let name = dimension.successor?.value ?? ""
        for (member, heir) in heirs.sorted(by: { $0.key < $1.key }) where !known.contains(heir) {
            return
                "`\(member)` names `\(heir)` as its `\(name)`, which is no member of `\(dimension.name.value)`; deliver that member too, or correct the name"
        }
        var done: Set<String> = []
        for start in heirs.keys.sorted() {
            var way = [start]
            var seen: Set<String> = [start]
            while let last = way.last, let next = heirs[last], !done.contains(next) {
                way.append(next)
                guard seen.insert(next).inserted else {
                    return
                        "the `\(name)` of members of `\(dimension.name.value)` lead in a circle: \(way.joined(separator: " → ")); the last one of them must name none"
                }
            }
            done.formUnion(way)
        }
        return nil
    }
}
