/// Why a delivery cannot be read at all.
package struct ExtractionError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// The file or the database is not there.
        case missingInput
        /// It is there, and is not what the pipeline declares.
        case badInput
        /// It was written to, or replaced, while it was read: nothing can be said of it yet.
        case changing
    }

    package let kind: Kind
    /// The file, relative to the project, or the name of the connection.
    package let source: String
    package let line: Int?
    package let message: String
    package let remedy: String

    package init(_ kind: Kind, source: String, line: Int? = nil, _ message: String, remedy: String) {
        self.kind = kind
        self.source = source
        self.line = line
        self.message = message
        self.remedy = remedy
    }

    package var description: String {
        let place = line.map { "\(source):\($0)" } ?? source
        return "\(place): \(message); \(remedy)"
    }
}
