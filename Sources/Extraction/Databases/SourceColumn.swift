/// A column of a query, as the source database describes it.
package struct SourceColumn: Sendable, Equatable {
    /// What its values are, whatever the database calls the type.
    package enum Kind: Hashable, Sendable {
        case integer
        /// An exact decimal; the scale is nil where the column has none of its own.
        case decimal(scale: Int?)
        /// A binary floating-point number, which holds hardly any decimal exactly.
        case floating
        case text
        /// A text of a fixed length, filled up with blanks that mean nothing.
        case paddedText
        case date
        /// A moment as a clock on the wall shows it.
        case timestamp
        /// A moment of the world; it is read as the clock of the project's time zone shows it.
        case zonedTimestamp
        case boolean
        case uuid
        /// Something that has no one notation.
        case other
    }

    package let name: String
    package let kind: Kind
    /// The type in the database's own words.
    package let typeName: String

    package init(name: String, kind: Kind, typeName: String) {
        self.name = name
        self.kind = kind
        self.typeName = typeName
    }
}
