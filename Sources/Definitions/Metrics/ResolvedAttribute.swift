/// An attribute path as one fact understands it: the way from the fact's row to the columns that hold the value.
package struct ResolvedAttribute: Sendable {
    package enum Root: Sendable {
        case role(FactDefinition.Role, DimensionDefinition)
        /// A degenerate column of the fact itself.
        case column(FactDefinition.Column)
        case measure(FactDefinition.Measure)
    }

    /// A dimension that another one references.
    package struct Step: Sendable {
        package let through: DimensionDefinition.Column
        package let dimension: DimensionDefinition
    }

    package enum Value: Sendable {
        /// The member itself, when the path ends at a role or at a referenced dimension.
        case member
        case column(DimensionDefinition.Column)
        /// A pair of columns, one for each language.
        case localized(english: DimensionDefinition.Column, thai: DimensionDefinition.Column)
        /// The fact's own column or measure.
        case own
    }

    /// Whose attributes are meant.
    package enum Standing: String, Hashable, Sendable, CaseIterable {
        /// Those of the member as it was on the row's day.
        case asWas = "as_was"
        /// Those of the member as it is today, or of the one that took it over.
        case asIs = "as_is"
    }

    package let path: String
    package let root: Root
    package let steps: [Step]
    package let value: Value
    package var standing: Standing = .asWas

    /// The dimension that holds the value; nil for the fact's own columns.
    package var dimension: DimensionDefinition? {
        if let last = steps.last { return last.dimension }
        if case .role(_, let dimension) = root { return dimension }
        return nil
    }

    /// The column that holds the value in a language; nil for a member and the fact's own columns.
    package func column(in language: Language) -> DimensionDefinition.Column? {
        switch value {
        case .column(let column): column
        case .localized(let english, let thai): language == .thai ? thai : english
        case .member, .own: nil
        }
    }

    /// The type of what is compared; a member of a calendar compares as its day.
    package var type: ColumnType? {
        switch (value, root) {
        case (.column(let column), _): column.type
        case (.localized, _): .text
        case (.member, _): dimension?.isCalendar == true ? .date : nil
        case (.own, .column(let column)): column.type
        case (.own, .measure(let measure)): measure.type
        case (.own, .role): nil
        }
    }
}

/// Why an attribute path leads nowhere, and what would be right.
package struct AttributeError: Error, Hashable, CustomStringConvertible {
    package let message: String
    package let remedy: String

    package init(message: String, remedy: String) {
        self.message = message
        self.remedy = remedy
    }

    package var description: String { "\(message); \(remedy)" }
}
