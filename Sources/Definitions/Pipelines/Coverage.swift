/// How the name of a file says which slices the delivery speaks for: `CL-{yyyy}-{MM}-{part}.csv`.
package struct Coverage: Sendable {
    /// A piece of the pattern.
    enum Element: Hashable, Sendable {
        case literal(Character)
        /// `*`: any characters, or none.
        case anything
        case placeholder(Placeholder)
    }

    /// A piece that is read, written in braces.
    enum Placeholder: String, CaseIterable, Sendable {
        case year = "yyyy"
        case month = "MM"
        case day = "dd"
        case quarter = "q"
        /// One or more characters: the part of the slice.
        case part

        static let spellings = allCases.map { "`{\($0.rawValue)}`" }.joined(separator: ", ")
    }

    package let name: Located<String>
    package let calendar: ColumnMapping.Calendar
    let elements: [Element]

    /// Whether the name tells the senders apart.
    package var namesPart: Bool { elements.contains(.placeholder(.part)) }

    /// The length of the period that a name speaks for.
    package var grain: PipelineDefinition.Slice.Grain {
        if elements.contains(.placeholder(.day)) { return .day }
        if elements.contains(.placeholder(.month)) { return .month }
        return elements.contains(.placeholder(.quarter)) ? .quarter : .year
    }
}

/// The days, and perhaps the sender, that a delivery speaks for.
package struct CoveredSpan: Hashable, Sendable {
    /// The first day, as ISO 8601 writes it.
    package let from: String
    /// The day after the last, as ISO 8601 writes it.
    package let until: String
    package let part: String?

    package init(from: String, until: String, part: String?) {
        self.from = from
        self.until = until
        self.part = part
    }
}
