import Definitions

/// A recipe, read and compiled: what rows there are, how their values are made, and the files they go to.
struct Recipe {
    /// Where the rows come from.
    enum Rows {
        /// As many rows as the strata count.
        case counted([Stratum])
        /// One row for each day and combination of words, with its part of the strata's counts in a slot.
        case cells([Stratum], CellGrid)
        /// One row for each member of a population or row of a table.
        case listed([Listing])
    }

    let name: String
    let rows: Rows
    let days: DayPattern
    let daySlot: Int
    let program: FieldProgram
    let files: [FileDefinition]
}

/// The combinations of words over which counts are divided.
struct CellGrid {
    let axes: [(slot: Int, words: [(word: Int64, weight: Double)])]
    /// The slot of a cell's count.
    let countSlot: Int
    /// How far a cell's weight may lie off, as a share of it.
    let noise: Double

    var cellCount: Int { axes.reduce(1) { $0 * $1.words.count } }
}

/// A run over the members of a population or the rows of a table.
struct Listing {
    enum Source {
        case population(Int)
        case table(Int)
    }

    let source: Source
    let slot: Int
    /// Every how many members.
    let step: Int
    /// Every how many members one is left out.
    let leftOut: Int
    let settings: [Int: Int64]
}
