import Definitions

/// A made-up population: so many members in cells of attribute values, each with a number of its own.
///
/// A member is nothing but an index. Everything about it follows from the index, so that thirty million rows can
/// refer to ten million members without a list of them in memory.
struct Population {
    struct Attribute {
        let name: String
        let values: [(word: String, weight: Double)]
    }

    let name: String
    let count: Int
    let attributes: [Attribute]
    let number: MemberNumber?

    /// The count of cells: every combination of attribute values.
    var cellCount: Int { attributes.reduce(1) { $0 * $1.values.count } }

    /// The count of cells that one step of each attribute skips: the last attribute changes fastest.
    var cellStrides: [Int] {
        var strides: [Int] = []
        var stride = 1
        for attribute in attributes.reversed() {
            strides.append(stride)
            stride *= attribute.values.count
        }
        return strides.reversed()
    }

    /// The attribute's value in each cell.
    func values(of attribute: Int) -> [String] {
        let stride = cellStrides[attribute]
        let values = attributes[attribute].values
        return (0..<cellCount).map { values[$0 / stride % values.count].word }
    }

    private func weight(ofCell cell: Int) -> Double {
        zip(attributes, cellStrides).reduce(1) { weight, pair in
            weight * pair.0.values[cell / pair.1 % pair.0.values.count].weight
        }
    }

    /// Lays the members out over the cells; a cell with any weight gets at least one, so that every draw finds somebody.
    func layout(scale: Int) -> PopulationLayout {
        let weights = (0..<cellCount).map(weight(ofCell:))
        let sizes = apportion(count * scale, by: weights)
        var starts = [0]
        for (size, weight) in zip(sizes, weights) {
            starts.append(starts[starts.count - 1] + max(size, weight > 0 ? 1 : 0))
        }
        return PopulationLayout(starts: starts)
    }
}

/// Where the members of each cell lie: those of cell `c` are `starts[c]..<starts[c + 1]`.
struct PopulationLayout {
    let starts: [Int]

    var count: Int { starts[starts.count - 1] }

    /// Finds the cell of a member by halving.
    func cell(of member: Int) -> Int {
        var low = 0
        var high = starts.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= member { low = middle } else { high = middle }
        }
        return low
    }

    /// The member at a position of an order that mixes the cells and meets each member once.
    func mixed(_ position: Int) -> Int {
        Int(count.dividingFullWidth(position.multipliedFullWidth(by: coprimeStride(of: count))).remainder)
    }
}

/// A step that visits every index below the count once before it returns: coprime, near the golden section.
func coprimeStride(of count: Int) -> Int {
    var step = max(1, Int(Double(count) * 0.618_033_988_749_894_8))
    while greatestCommonDivisor(step, count) != 1 { step += 1 }
    return step
}

private func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (first, second) = (first, second)
    while second != 0 { (first, second) = (second, first % second) }
    return first
}

extension Population {
    /// Reads `{ count: …, attributes: { name: { word: weight } }, number: … }`.
    init?(name: String, _ node: YAMLNode) {
        guard var mapping = node.mapping(name) else { return nil }
        let count = mapping.required("count").flatMap { $0.positiveInteger("count") }
        var attributes: [Attribute] = []
        for entry in mapping.optionalMapping("attributes").map({ $0.allEntries }) ?? [] {
            guard let values = entry.value.weightedWords(entry.key.value) else { return nil }
            attributes.append(
                Attribute(name: entry.key.value, values: values.map { ($0.word.value, $0.weight) }))
        }
        let number = mapping.node("number").map { MemberNumber($0) }
        mapping.rejectUnreadKeys()
        guard let count else { return nil }
        self.init(name: name, count: count, attributes: attributes, number: number ?? nil)
    }
}
