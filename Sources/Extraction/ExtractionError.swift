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

    /// Whether trying again is of use, without anybody having done something.
    package enum Outlook: Sendable {
        /// It stays as it is.
        case lasting
        /// A database lets nobody in; one that was there a moment ago may be starting again.
        case unreachable
        /// The way to a database was lost while it was read.
        case passing
    }

    package let kind: Kind
    package let outlook: Outlook
    /// The file, relative to the project, or the name of the connection.
    package let source: String
    package let line: Int?
    package let message: String
    package let remedy: String

    package init(
        _ kind: Kind, _ outlook: Outlook = .lasting, source: String, line: Int? = nil, _ message: String,
        remedy: String
    ) {
        self.kind = kind
        self.outlook = outlook
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
