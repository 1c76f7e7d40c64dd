import Disclosure

/// One side of a table: a hierarchy, given by the children of each of its nodes.
struct TableSide {
    /// Node 0 is the total; children come after their parents.
    var children: [[Int]]

    /// A total with so many parts.
    static func flat(_ count: Int) -> TableSide { tree([count]) }

    /// A total of so many parts, each of so many parts, and so on.
    static func tree(_ counts: [Int]) -> TableSide {
        var children: [[Int]] = [[]]
        var level = [0]
        for count in counts {
            var next: [Int] = []
            for node in level {
                children[node] = Array(children.count..<children.count + count)
                next += children[node]
                children += Array(repeating: [], count: count)
            }
            level = next
        }
        return TableSide(children: children)
    }

    func depth(of node: Int) -> Int {
        guard let parent = children.firstIndex(where: { $0.contains(node) }) else { return 0 }
        return depth(of: parent) + 1
    }
}

/// A table with all its totals, by any number of sides, and the relations that follow from them.
///
/// The cell of nodes n₀, n₁, … is at n₀ + size₀ · (n₁ + size₁ · …). Totals are the more reluctant the more they hold.
struct CrossTable {
    let sides: [TableSide]

    var cellCount: Int { sides.reduce(1) { $0 * $1.children.count } }

    func nodes(of cell: Int) -> [Int] {
        var rest = cell
        return sides.map { side in
            defer { rest /= side.children.count }
            return rest % side.children.count
        }
    }

    func cell(_ nodes: [Int]) -> Int {
        zip(sides, nodes).reversed().reduce(0) { $0 * $1.0.children.count + $1.1 }
    }

    /// Whether the cell is a total of nothing.
    func isInner(_ cell: Int) -> Bool { zip(sides, nodes(of: cell)).allSatisfy { $0.children[$1].isEmpty } }

    var relations: [CountRelation] {
        (0..<cellCount).flatMap { (cell) -> [CountRelation] in
            let nodes = nodes(of: cell)
            return sides.indices.compactMap { side in
                let children = sides[side].children[nodes[side]]
                guard !children.isEmpty else { return nil }
                let parts = children.map { child in
                    var part = nodes
                    part[side] = child
                    return self.cell(part)
                }
                return CountRelation(whole: cell, parts: parts)
            }
        }
    }

    /// Fills the table: each inner cell's counts, one per quantity, are given; totals are added up.
    func problem(minimums: [Int64], inner: (Int) -> [Int64]) -> DisclosureProblem {
        var counts: [[Int64]] = Array(repeating: [], count: cellCount)
        let children: (Int) -> [Int]? = { cell in
            let nodes = nodes(of: cell)
            guard let side = sides.indices.first(where: { !sides[$0].children[nodes[$0]].isEmpty }) else { return nil }
            return sides[side].children[nodes[side]].map { child in
                var part = nodes
                part[side] = child
                return self.cell(part)
            }
        }
        func fill(_ cell: Int) {
            guard counts[cell].isEmpty else { return }
            guard let parts = children(cell) else {
                counts[cell] = inner(cell)
                return
            }
            parts.forEach(fill)
            counts[cell] = minimums.indices.map { quantity in parts.reduce(0) { $0 + counts[$1][quantity] } }
        }
        for cell in 0..<cellCount where isInner(cell) { fill(cell) }
        (0..<cellCount).forEach(fill)
        let depth = sides.map { side in side.children.indices.map { side.depth(of: $0) } }
        let deepest = depth.map { $0.max() ?? 0 }
        let cells = (0..<cellCount).map { cell in
            let nodes = nodes(of: cell)
            return ControlledCell(
                counts: counts[cell],
                reluctance: sides.indices.reduce(0) { $0 + deepest[$1] - depth[$1][nodes[$1]] })
        }
        return DisclosureProblem(minimums: minimums, cells: cells, relations: relations)
    }
}
