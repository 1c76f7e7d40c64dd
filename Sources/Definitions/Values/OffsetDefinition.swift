/// A distance between periods as it is written: `1 year`, `3 months`.
package struct OffsetDefinition: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable { case day, month, quarter, year }

    package let count: Int
    package let unit: Unit

    package init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    package init?(_ node: YAMLNode, _ what: String) {
        guard let text = node.string(what) else { return nil }
        let words = text.split(separator: " ")
        let singular = words.last.map { $0.hasSuffix("s") ? String($0.dropLast()) : String($0) } ?? ""
        guard words.count == 2, let count = Int(words[0]), count > 0, let unit = Unit(rawValue: singular)
        else {
            node.collector.error(
                at: node.location, "`\(text)` is not a distance between periods",
                remedy: "write a number and a unit, such as `1 year`, `3 months`, `1 quarter`")
            return nil
        }
        self.init(count, unit)
    }
}
