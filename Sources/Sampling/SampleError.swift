package import Definitions

/// Why no sample could be written.
package enum SampleError: Error, CustomStringConvertible {
    /// The recipes are wrong; every error, with its place.
    case recipes([Diagnostic])
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    case unknownRecipe(String, known: [String])
    /// A word of a recipe has no place in the encoding of a file.
    case unwritable(word: String, file: String, encoding: String)
    /// A recipe asks for more members a month than the population has.
    case populationTooSmall(Diagnostic)

    package var description: String {
        switch self {
        case .recipes(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
        case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .unknownRecipe(let name, let known):
            "there is no recipe `\(name)`; there are \(known.joined(separator: ", "))"
        case .unwritable(let word, let file, let encoding):
            "`\(word)` cannot be written to \(file) in \(encoding)"
        case .populationTooSmall(let diagnostic): diagnostic.description
        }
    }
}
