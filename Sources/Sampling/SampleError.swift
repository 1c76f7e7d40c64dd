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
    /// A product of a recipe does not fit 64 bits at this scale.
    case overflow(recipe: String, scale: Int)
    case badScale(Int, most: Int)
    /// Bad rows that no good row came before, so that they were not written.
    case faultsLeft(recipe: String, file: String, count: Int)
    /// Two runs of days, files or recipes give the same path.
    case writtenTwice(path: String)

    package var description: String {
        switch self {
        case .recipes(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
        case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .unknownRecipe(let name, let known):
            "there is no recipe `\(name)`; there are \(known.joined(separator: ", "))"
        case .unwritable(let word, let file, let encoding):
            "`\(word)` cannot be written to \(file) in \(encoding)"
        case .overflow(let recipe, let scale):
            "a number of the recipe `\(recipe)` is too large at scale \(scale); use a smaller one"
        case .badScale(let scale, let most): "the scale is \(scale); use 1 to \(most)"
        case .faultsLeft(let recipe, let file, let count):
            "\(count) faults of `\(recipe)`, file `\(file)`, found no row to follow; write them in order, within its days"
        case .writtenTwice(let path): "\(path) would be written twice; put the year or the recipe in its path"
        case .populationTooSmall(let diagnostic): diagnostic.description
        }
    }
}
