import Definitions

/// Writes synthetic deliveries by the recipes of a folder.
///
/// The same recipes, scale and seed give the same bytes. The scale multiplies every count, so that every rate that
/// holds at scale 1 holds at all scales.
package struct SampleGenerator {
    private let book: RecipeBook

    /// Above it the counts of a large recipe would no longer be exact.
    package static let largestScale = 100_000

    /// Reads the recipes.
    ///
    /// - Throws: `SampleError.recipes` with every error, each with file, line and column.
    package init(recipesDirectory: String) throws(SampleError) {
        book = try RecipeBook(directory: recipesDirectory)
    }

    /// The names of the recipes, in order.
    package var recipeNames: [String] { book.recipes.map(\.name) }

    /// Writes the files of all recipes, or of those that are named.
    ///
    /// - Returns: the files in the order of recipes and days.
    package func write(
        scale: Int, seed: UInt64, to directory: String, only names: [String]? = nil
    ) throws(SampleError) -> [SampleFile] {
        guard (1...Self.largestScale).contains(scale) else { throw .badScale(scale, most: Self.largestScale) }
        if let unknown = names?.first(where: { !recipeNames.contains($0) }) {
            throw .unknownRecipe(unknown, known: recipeNames)
        }
        let layouts = book.shared.populations.map { $0.layout(scale: scale) }
        var files: [SampleFile] = []
        for recipe in book.recipes where names?.contains(recipe.name) ?? true {
            let run = RecipeRun(
                recipe: recipe, shared: book.shared, layouts: layouts, scale: scale, seed: seed,
                directory: directory)
            for file in try run.run() {
                if files.contains(where: { $0.name == file.name }) { throw .writtenTwice(path: file.name) }
                files.append(file)
            }
        }
        return files
    }
}
