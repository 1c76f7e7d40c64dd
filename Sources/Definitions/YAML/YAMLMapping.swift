/// A YAML mapping that remembers which of its keys were read, so that the others can be reported as unknown.
///
/// Every reading function records what is wrong in the collector and returns nil; the caller goes on, and so
/// one pass finds every error of a file.
package struct YAMLMapping {
    package let pairs: [(key: YAMLNode, value: YAMLNode)]
    package let location: SourceLocation
    package let collector: DiagnosticCollector
    private var asked: [String] = []

    init(pairs: [(YAMLNode, YAMLNode)], location: SourceLocation, collector: DiagnosticCollector) {
        self.pairs = pairs.map { (key: $0.0, value: $0.1) }
        self.location = location
        self.collector = collector
    }

    /// The keys in the order they are written.
    package var keys: [Located<String>] {
        pairs.compactMap { pair in pair.key.string("key").map { Located($0, at: pair.key.location) } }
    }

    /// The entries in the order they are written; marks all of them as read.
    package mutating func entries() -> [(key: Located<String>, value: YAMLNode)] {
        asked += keys.map(\.value)
        return pairs.compactMap { pair in
            pair.key.string("key").map { (Located($0, at: pair.key.location), pair.value) }
        }
    }

    /// The node under a key, nil when the key is absent.
    package mutating func node(_ key: String) -> YAMLNode? {
        asked.append(key)
        return pairs.first { $0.key.scalarText == key }?.value
    }

    /// The node under a key that must be there.
    package mutating func required(_ key: String) -> YAMLNode? {
        if let node = node(key) { return node }
        collector.error(at: location, "missing key `\(key)`", remedy: "add `\(key):`")
        return nil
    }

    package mutating func string(_ key: String) -> Located<String>? {
        guard let node = required(key) else { return nil }
        return node.string(key).map { Located($0, at: node.location) }
    }

    package mutating func optionalString(_ key: String) -> Located<String>? {
        guard let node = node(key) else { return nil }
        return node.string(key).map { Located($0, at: node.location) }
    }

    package mutating func optionalInteger(_ key: String) -> Located<Int>? {
        guard let node = node(key) else { return nil }
        return node.integer(key).map { Located($0, at: node.location) }
    }

    /// A whole number that must not be smaller than some other.
    package mutating func optionalInteger(_ key: String, atLeast minimum: Int) -> Located<Int>? {
        guard let node = node(key) else { return nil }
        return node.integer(key, atLeast: minimum).map { Located($0, at: node.location) }
    }

    package mutating func optionalBoolean(_ key: String) -> Bool? { node(key)?.boolean(key) }

    package mutating func strings(_ key: String) -> [Located<String>]? { required(key)?.strings(key) }

    package mutating func optionalStrings(_ key: String) -> [Located<String>]? { node(key)?.strings(key) }

    package mutating func optionalMapping(_ key: String) -> YAMLMapping? { node(key)?.mapping(key) }

    package mutating func mapping(_ key: String) -> YAMLMapping? { required(key)?.mapping(key) }

    package mutating func optionalSequence(_ key: String) -> [YAMLNode]? { node(key)?.sequence(key) }

    package mutating func sequence(_ key: String) -> [YAMLNode]? { required(key)?.sequence(key) }

    /// A word out of a closed set, each given by its raw value.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let text = optionalString(key) else { return nil }
        if let choice = Choice(rawValue: text.value) { return choice }
        let allowed = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        collector.error(
            at: text.location, "`\(text.value)` is not a value of `\(key)`", remedy: "use one of \(allowed)")
        return nil
    }

    /// Reports each key that nothing asked for, with the nearest known one.
    package func rejectUnreadKeys() {
        for pair in pairs {
            guard let key = pair.key.scalarText, !asked.contains(key) else { continue }
            let known = Set(asked).sorted()
            let nearest = nearestWord(to: key, among: known)
            let remedy =
                nearest.map { "did you mean `\($0)`?" }
                ?? "expected one of \(known.map { "`\($0)`" }.joined(separator: ", "))"
            collector.error(at: pair.key.location, "unknown key `\(key)`", remedy: remedy)
        }
    }
}
