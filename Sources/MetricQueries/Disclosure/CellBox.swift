/// The rows of a cell: for each root that it restricts, the set of member classes that it allows.
///
/// Two cells of equal boxes hold the same rows, whatever words they were asked in.
struct CellBox: Hashable {
    struct Side: Hashable {
        let root: Int
        /// The number of an interned set of classes.
        let set: Int
    }

    /// Which rows are counted at all: zero for all of them, another number for those of a stock's last day.
    var space: Int
    /// In the order of their roots, each once; a root that is not here is not restricted.
    private(set) var sides: [Side]

    init(space: Int, sides: [Int: Int] = [:]) {
        self.space = space
        self.sides = sides.map { Side(root: $0.key, set: $0.value) }.sorted { $0.root < $1.root }
    }

    func set(of root: Int) -> Int? { sides.first { $0.root == root }?.set }

    /// The same box with another set for a root; nil leaves it unrestricted.
    func with(_ set: Int?, for root: Int) -> CellBox {
        var box = self
        box.sides.removeAll { $0.root == root }
        if let set {
            box.sides.insert(Side(root: root, set: set), at: box.sides.firstIndex { $0.root > root } ?? box.sides.count)
        }
        return box
    }
}

/// The sets of classes that boxes of one fact are made of, each under a number of its own.
struct ClassSets {
    private var numbers: [Key: Int] = [:]
    private(set) var sets: [[Int32]] = []
    private var common: [Pair: Int] = [:]

    private struct Key: Hashable {
        let root: Int
        let classes: [Int32]
    }
    private struct Pair: Hashable {
        let first: Int
        let second: Int
    }

    /// The number of a set of classes, in order.
    mutating func number(of classes: [Int32], root: Int) -> Int {
        let key = Key(root: root, classes: classes)
        if let known = numbers[key] { return known }
        numbers[key] = sets.count
        sets.append(classes)
        return sets.count - 1
    }

    /// The number of what two sets of a root have in common.
    mutating func intersection(_ first: Int, _ second: Int, root: Int) -> Int {
        if first == second { return first }
        let pair = Pair(first: min(first, second), second: max(first, second))
        if let known = common[pair] { return known }
        let other = Set(sets[second])
        let result = number(of: sets[first].filter(other.contains), root: root)
        common[pair] = result
        return result
    }
}
