/// Why no file of rows to correct is written.
package struct CorrectionError: Error, CustomStringConvertible {
    package enum Kind: Sendable {
        /// What is asked for is not possible.
        case request
        /// The files are not what the ledger knows.
        case badData
        /// The file cannot be written.
        case cannotWrite
    }

    package let kind: Kind
    package let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { "\(message). Nothing was written." }
}
