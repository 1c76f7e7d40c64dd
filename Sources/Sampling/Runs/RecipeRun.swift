import Definitions
import Periods

/// Writes the files of one recipe, row by row; memory does not grow with the number of rows.
struct RecipeRun {
    /// What is set before the rows of a stratum or listing, and the files that take them.
    struct Part {
        /// The slots that only other parts set are emptied.
        let settings: [(slot: Int, word: Int64)]
        let targets: [Int]
    }

    let recipe: Recipe
    let scale: Int
    /// Draws days and the order of rows; the values have a stream of their own.
    var random: SplitMix
    var maker: RowMaker
    /// The count of rows of each table.
    let tableRows: [Int]
    private var files: [FileRun]

    init(
        recipe: Recipe, shared: SharedMembers, layouts: [PopulationLayout], scale: Int, seed: UInt64,
        directory: String
    ) {
        self.recipe = recipe
        self.scale = scale
        maker = RowMaker(
            program: recipe.program, layouts: layouts, random: SplitMix(seed: seed, stream: recipe.name))
        random = SplitMix(seed: seed, stream: recipe.name + " days")
        tableRows = shared.tables.map(\.rows.count)
        files = recipe.files.map { file in
            let writer = TextWriter(
                texts: file.texts, words: recipe.program.words, numbers: shared.populations.map(\.number),
                seed: seed,
                stream: recipe.name + " " + file.name)
            return FileRun(definition: file, writer: writer, directory: directory)
        }
    }

    consuming func run() throws(SampleError) -> [SampleFile] {
        switch recipe.rows {
        case .counted(let strata): try writeCounted(strata)
        case .cells(let strata, let grid): try writeCells(strata, grid)
        case .listed(let listings): try writeListed(listings)
        }
        var finished: [SampleFile] = []
        for index in files.indices {
            try files[index].finish()
            let left = files[index].faultsWaiting
            if left > 0 {
                throw .faultsLeft(recipe: recipe.name, file: files[index].definition.name, count: left)
            }
            finished += files[index].finished
        }
        return finished
    }

    func parts(_ settings: [[Int: Int64]]) -> [Part] {
        let slots = Set(settings.flatMap(\.keys)).sorted()
        return settings.map { settings in
            Part(
                settings: slots.map { ($0, settings[$0] ?? missing) },
                targets: files.indices.filter { files[$0].definition.takes(settings) })
        }
    }

    mutating func begin(_ day: CivilDate) {
        maker.slots[recipe.daySlot] = Int64(day.number)
        maker.year = day.year
    }

    mutating func set(_ part: Part) {
        for setting in part.settings { maker.slots[setting.slot] = setting.word }
    }

    /// Makes a row and writes it to the files that take it.
    mutating func writeRow(_ day: Int, _ part: Part) throws(SampleError) {
        maker.make()
        if let overdrawn = maker.overdrawn { throw tooSmall(overdrawn) }
        if maker.overflowed { throw .overflow(recipe: recipe.name, scale: scale) }
        for target in part.targets { try files[target].write(&maker, words: recipe.program.words, day: day) }
    }

    private func tooSmall(_ population: Int) -> SampleError {
        let location = recipe.program.monthlyPopulations.first { $0.population == population }?.location
        return .populationTooSmall(
            Diagnostic(
                at: location ?? SourceLocation(file: recipe.name, line: 1, column: 1),
                "a month has more rows than the population has members, \(maker.layouts[population].count)",
                remedy: "give the population a larger count"))
    }
}
