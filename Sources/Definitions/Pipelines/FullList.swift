/// Says that each delivery of a dimension is the list of all its members, so that one it does not name has ended.
package struct FullList: Sendable {
    /// Of which day a list speaks.
    package enum Day: String, CaseIterable, Sendable {
        /// The day that the file's name or its control file states; where neither is declared, the day of the run.
        case stated
        /// The day from which its rows hold, which is then the same for all of them.
        case rows = "valid_from"
    }

    package let day: Day
    package let location: SourceLocation

    /// Reads `full: true`, `full: false` or `full: { day: valid_from }`.
    ///
    /// - Returns: nil for a feed that only adds and changes, and for what cannot be read.
    init?(_ node: YAMLNode) {
        location = node.location
        if node.isScalar {
            guard node.boolean("full") == true else { return nil }
            day = .stated
            return
        }
        guard var mapping = node.mapping("full") else { return nil }
        let choice = mapping.required("day") == nil ? nil : mapping.choice("day", of: Day.self)
        mapping.rejectUnreadKeys()
        guard let choice else { return nil }
        day = choice
    }
}
