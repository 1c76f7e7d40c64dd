/// Things told apart by nothing but which of some sets they are in.
struct Partition {
    /// By thing: the number of its part; nil for what is left out.
    private(set) var parts: [Int?]
    private(set) var count: Int

    init(count: Int) {
        parts = Array(repeating: 0, count: count)
        self.count = count > 0 ? 1 : 0
    }

    /// Leaves things out.
    mutating func remove(_ things: some Sequence<Int>) {
        for thing in things { parts[thing] = nil }
    }

    /// Tells the things of a set apart from all others.
    mutating func split(_ things: some Sequence<Int>) {
        var renamed: [Int: Int] = [:]
        for thing in things {
            guard let part = parts[thing] else { continue }
            if let new = renamed[part] {
                parts[thing] = new
            } else {
                renamed[part] = count
                parts[thing] = count
                count += 1
            }
        }
    }

    /// The same with parts numbered without gaps.
    var numbered: Partition {
        var numbers: [Int: Int] = [:]
        var result = self
        for (thing, part) in parts.enumerated() {
            guard let part else { continue }
            let number = numbers[part] ?? numbers.count
            numbers[part] = number
            result.parts[thing] = number
        }
        result.count = numbers.count
        return result
    }

    /// The parts that a set is made of, which it holds whole after it was split, in order.
    func parts(of things: some Sequence<Int>) -> [Int] { Set(things.lazy.compactMap { parts[$0] }).sorted() }
}
