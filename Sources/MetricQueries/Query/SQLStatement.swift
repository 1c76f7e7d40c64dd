package import Postgres

/// A statement with the values that are bound to its parameters, in their order.
package struct SQLStatement: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package let values: [SQLValue]

    /// The text, with the values in a comment: what `--sql` shows.
    package var description: String {
        guard !values.isEmpty else { return text }
        let list = values.enumerated().map { "$\($0.offset + 1) = \(Self.shown($0.element))" }
        return "\(text)\n-- \(list.joined(separator: ", "))"
    }

    private static func shown(_ value: SQLValue) -> String {
        switch value {
        case .null: "null"
        case .text(let text): literal(text)
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        }
    }
}

/// Collects the values of a statement; each gets the next parameter.
struct SQLParameters {
    private(set) var values: [SQLValue] = []

    /// Binds a value and names its parameter.
    mutating func bind(_ value: SQLValue) -> String {
        values.append(value)
        return "$\(values.count)"
    }

    /// Binds a value that always meets columns of one type, and uses the parameter again when it is bound already.
    ///
    /// A text that met an integer column here and a text column there would have no type.
    mutating func bindOnce(_ value: SQLValue) -> String {
        if let index = values.firstIndex(of: value) { return "$\(index + 1)" }
        return bind(value)
    }
}
