import Definitions
import Periods

extension YAMLNode {
    func positiveInteger(_ what: String) -> Int? {
        guard let value = integer(what) else { return nil }
        if value > 0 { return value }
        collector.error(at: location, "`\(what)` must be positive")
        return nil
    }

    /// A weight: a number that is not negative.
    func weight(_ what: String) -> Double? {
        if let text = scalarText, let number = Decimal64(text), number.digits >= 0 {
            return number.approximate
        }
        collector.error(at: location, "`\(what)` must be a weight, a number from zero up")
        return nil
    }

    /// Words with their weights, `{ word: 3, other: 1.5 }`, or a list of words that weigh the same.
    func weightedWords(_ what: String) -> [(word: Located<String>, weight: Double)]? {
        if isSequence { return strings(what)?.map { ($0, 1) } }
        guard var mapping = mapping(what) else { return nil }
        var words: [(word: Located<String>, weight: Double)] = []
        for entry in mapping.entries() {
            guard let weight = entry.value.weight(entry.key.value) else { return nil }
            words.append((entry.key, weight))
        }
        if words.contains(where: { $0.weight > 0 }) { return words }
        collector.error(at: location, "no word of `\(what)` has any weight")
        return nil
    }

    /// A share such as `12.5%`.
    func share(_ what: String) -> Share? {
        if let text = scalarText, let share = Share(text) { return share }
        collector.error(at: location, "`\(what)` must be a percentage", remedy: "write, for example, `12.5%`")
        return nil
    }

    func decimal(_ what: String) -> Decimal64? {
        if let text = scalarText, let number = Decimal64(text) { return number }
        collector.error(at: location, "`\(what)` must be a number of at most eighteen digits")
        return nil
    }

    func day(_ what: String) -> CivilDate? {
        if let text = scalarText, let day = CivilDate(text) { return day }
        collector.error(at: location, "`\(what)` must be a day", remedy: "write, for example, `2024-02-29`")
        return nil
    }
}

extension YAMLMapping {
    /// A list of so many weights: those of the months, January first, or of the weekdays, Monday first.
    mutating func weights(_ key: String, count: Int) -> [Double]? {
        guard let node = node(key), let items = node.sequence(key) else { return nil }
        let weights = items.compactMap { $0.weight(key) }
        if weights.count == count { return weights }
        collector.error(at: node.location, "`\(key)` must be \(count) weights")
        return nil
    }

    /// The entries, for a mapping whose keys are names of the recipe's own.
    var allEntries: [(key: Located<String>, value: YAMLNode)] {
        var copy = self
        return copy.entries()
    }
}
