/// How a query of very many rows is asked for: in pages, each of which begins behind the last row of the one before.
package struct Pages: Sendable {
    /// The columns of the query that no two rows share, in the order in which they are compared.
    package let by: [Located<String>]
    /// How many rows a page has at most; nil when their length decides.
    package let rows: Int?
    package let location: SourceLocation

    /// Reads `pages: { by: [no], rows: 50000 }`.
    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("pages") else { return nil }
        let by = mapping.strings("by")
        rows = mapping.optionalInteger("rows", atLeast: 1)?.value
        mapping.rejectUnreadKeys()
        location = node.location
        guard let by else { return nil }
        guard !by.isEmpty else {
            node.collector.error(
                at: node.location, "`by` names no column",
                remedy: "name the columns that no two rows share, such as those of the primary key")
            return nil
        }
        for (index, name) in by.enumerated() where by[..<index].contains(where: { $0.value == name.value }) {
            node.collector.error(at: name.location, "`\(name.value)` stands there twice", remedy: "name it once")
            return nil
        }
        self.by = by
    }
}
