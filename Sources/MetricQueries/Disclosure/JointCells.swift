/// The smallest parts of a fact that its cells are made of: combinations of classes of all roots of a group that no cell tells
/// apart from each other.
struct JointCells {
    struct Part: Hashable {
        let group: Int
        let number: Int
    }

    private let groups: RootGroups
    private let tables: [JointTable]
    private let sizes: [Int: Int]
    private var partitions: [Partition]

    /// - Parameters:
    ///   - cells: the roots that each cell restricts.
    ///   - classes: by root.
    ///   - most: how many combinations a group may have.
    /// - Throws: `DisclosureError.tooDetailed`.
    init(_ cells: Set<Set<Int>>, classes: [Int: Partition], most: Int, of fact: String) throws {
        let sizes = classes.mapValues(\.count)
        self.sizes = sizes
        groups = RootGroups(cells, sizes: sizes)
        tables = try groups.groups.map { roots in
            guard let table = JointTable(roots: roots, sizes: roots.map { sizes[$0] ?? 1 }, most: most) else {
                throw DisclosureError.tooDetailed(fact: fact, most: most)
            }
            return table
        }
        partitions = tables.map { Partition(count: $0.count) }
    }

    /// Leaves out what has no rows.
    mutating func remove(_ classes: [Int: [Int]]) {
        for group in holding(classes) { partitions[group].remove(tables[group].places(of: classes)) }
    }

    /// Leaves out what is in none of the details that a list has of a whole: a reader knows that it has no rows.
    mutating func keep(_ details: [[Int: [Int]]], of whole: [Int: [Int]]) {
        let roots = details.reduce(into: Set(whole.keys)) { $0.formUnion($1.keys) }
        for group in groups.groups.indices where roots.isSubset(of: groups.groups[group]) {
            var left = Set(tables[group].places(of: whole))
            for detail in details { left.subtract(tables[group].places(of: detail)) }
            partitions[group].remove(left)
        }
    }

    /// Tells a cell apart from all others.
    mutating func split(_ classes: [Int: [Int]]) {
        guard let group = home(of: classes) else { return }
        partitions[group].split(tables[group].places(of: classes))
    }

    /// Tells apart what groups have in common.
    mutating func splitLinks() {
        for (link, classes) in commons {
            for group in [link.first, link.second] { partitions[group].split(tables[group].places(of: classes)) }
        }
    }

    /// What a cell is made of.
    func parts(of classes: [Int: [Int]]) -> [Part] {
        guard let group = home(of: classes) else { return [] }
        return parts(of: classes, in: group)
    }

    /// What two groups both count.
    func linked() -> [(first: [Part], second: [Part])] {
        commons.map { link, classes in (parts(of: classes, in: link.first), parts(of: classes, in: link.second)) }
    }

    private var commons: [(RootGroups.Link, [Int: [Int]])] {
        groups.links.flatMap { link in
            link.common.reduce(into: [[:]] as [[Int: [Int]]]) { combinations, root in
                combinations = combinations.flatMap { combination in
                    (0..<(sizes[root] ?? 1)).map { each in combination.merging([root: [each]]) { $1 } }
                }
            }.map { (link, $0) }
        }
    }

    private func parts(of classes: [Int: [Int]], in group: Int) -> [Part] {
        partitions[group].parts(of: tables[group].places(of: classes)).map { Part(group: group, number: $0) }
    }

    private func holding(_ classes: [Int: [Int]]) -> [Int] {
        groups.groups.indices.filter { Set(classes.keys).isSubset(of: groups.groups[$0]) }
    }

    private func home(of classes: [Int: [Int]]) -> Int? {
        holding(classes).min { (tables[$0].count, $0) < (tables[$1].count, $1) }
    }
}
