/// Roots in groups, so that every cell restricts roots of one group only, and the groups joined to trees.
///
/// The groups are the cliques of a triangulated graph, whose edges join roots that one cell restricts. Tables of the groups that
/// agree along the links, each in the roots it names, are always those of one table by all roots (decomposable graphs: Lauritzen,
/// Graphical Models, 1996, section 2.1 and proposition 3.15): nothing is known of the whole that the groups do not tell.
struct RootGroups {
    struct Link {
        let first: Int
        let second: Int
        /// In rising order; empty where the groups have nothing but the total in common.
        let common: [Int]
    }

    /// Each in rising order; the first is the group of no roots where there is no other.
    private(set) var groups: [[Int]] = []
    private(set) var links: [Link] = []

    /// - Parameters:
    ///   - cells: the roots that each cell restricts.
    ///   - sizes: by root, how many classes it has.
    init(_ cells: Set<Set<Int>>, sizes: [Int: Int]) {
        var neighbours: [Int: Set<Int>] = [:]
        for roots in cells {
            for root in roots { neighbours[root, default: []].formUnion(roots.subtracting([root])) }
        }
        var cliques: [Set<Int>] = []
        // Roots leave one after the other, each when its clique is the smallest table; those left behind are joined.
        while let root = neighbours.keys.min(by: {
            (Self.size($0, neighbours, sizes), $0) < (Self.size($1, neighbours, sizes), $1)
        }) {
            let others = neighbours.removeValue(forKey: root) ?? []
            cliques.append(others.union([root]))
            for other in others {
                neighbours[other, default: []].formUnion(others.subtracting([other]))
                neighbours[other]?.remove(root)
            }
        }
        let largest = cliques.filter { clique in !cliques.contains { clique.isStrictSubset(of: $0) } }
        groups = largest.isEmpty ? [[]] : largest.map { $0.sorted() }
        join()
    }

    private static func size(_ root: Int, _ neighbours: [Int: Set<Int>], _ sizes: [Int: Int]) -> Double {
        (neighbours[root] ?? []).union([root]).reduce(1) { $0 * Double(sizes[$1] ?? 1) }
    }

    /// Links the groups with most in common first, which makes a tree of them (Kruskal).
    private mutating func join() {
        var candidates: [Link] = []
        for second in groups.indices {
            for first in 0..<second {
                let common = Set(groups[first]).intersection(groups[second]).sorted()
                candidates.append(Link(first: first, second: second, common: common))
            }
        }
        candidates.sort { ($1.common.count, $0.first, $0.second) < ($0.common.count, $1.first, $1.second) }
        var tree = Array(groups.indices)
        for link in candidates where tree[link.first] != tree[link.second] {
            links.append(link)
            let (kept, left) = (tree[link.first], tree[link.second])
            for group in tree.indices where tree[group] == left { tree[group] = kept }
        }
    }
}
