import Definitions
import Periods

/// Writes the files of one recipe, row by row; memory does not grow with the number of rows.
struct RecipeRun {
    private let recipe: Recipe
    private let scale: Int
    private var maker: RowMaker
    private var random: SplitMix
    private var files: [FileRun]
    /// The count of rows of each table.
    private let tableRows: [Int]
    private let monthlyPopulations: [(population: Int, location: SourceLocation)]

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
        monthlyPopulations = recipe.program.monthlyPopulations
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
            finished += files[index].finished
        }
        return finished
    }

    // MARK: Rows that are counted

    private mutating func writeCounted(_ strata: [Stratum]) throws(SampleError) {
        var plan = StratumPlan(strata: strata, days: recipe.days, scale: scale, random: &random)
        let targets = strata.map(targets(of:))
        var monthPositions = Array(repeating: 0, count: strata.count)
        var day = plan.firstDay
        while day <= plan.lastDay {
            plan.plan(monthOf: day)
            var offset = 0
            for index in strata.indices {
                monthPositions[index] = offset
                offset += plan.monthCount(of: index)
            }
            let end = CivilDate.first(ofMonth: day.monthNumber + 1)
            while day < end, day <= plan.lastDay {
                try writeDay(day, strata, plan, targets, &monthPositions)
                day = CivilDate(number: day.number + 1)
            }
        }
    }

    /// Writes the rows of a day, those of its strata mixed at random.
    private mutating func writeDay(
        _ day: CivilDate, _ strata: [Stratum], _ plan: StratumPlan, _ targets: [[Int]],
        _ monthPositions: inout [Int]
    ) throws(SampleError) {
        let dayOfMonth = day.day - 1
        var left: [(stratum: Int, count: Int)] = []
        for index in strata.indices where plan.counts[index * 31 + dayOfMonth] > 0 {
            left.append((index, plan.counts[index * 31 + dayOfMonth]))
        }
        var total = left.reduce(0) { $0 + $1.count }
        begin(day)
        while total > 0 {
            var drawn = random.below(total)
            var place = 0
            while drawn >= left[place].count {
                drawn -= left[place].count
                place += 1
            }
            left[place].count -= 1
            total -= 1
            let stratum = left[place].stratum
            maker.monthPosition = monthPositions[stratum]
            monthPositions[stratum] += 1
            set(strata[stratum].settings)
            try writeRow(day.number, targets[stratum])
        }
    }

    // MARK: Rows for combinations of words

    private mutating func writeCells(_ strata: [Stratum], _ grid: CellGrid) throws(SampleError) {
        var plan = StratumPlan(strata: strata, days: recipe.days, scale: scale, random: &random)
        let targets = strata.map(targets(of:))
        var weights = Array(repeating: 0.0, count: grid.cellCount)
        var day = plan.firstDay
        while day <= plan.lastDay {
            plan.plan(monthOf: day)
            let end = CivilDate.first(ofMonth: day.monthNumber + 1)
            while day < end, day <= plan.lastDay {
                begin(day)
                for index in strata.indices {
                    let count = plan.counts[index * 31 + day.day - 1]
                    if count > 0 {
                        try writeCells(count, of: strata[index], day, grid, targets[index], &weights)
                    }
                }
                day = CivilDate(number: day.number + 1)
            }
        }
    }

    private mutating func writeCells(
        _ count: Int, of stratum: Stratum, _ day: CivilDate, _ grid: CellGrid, _ targets: [Int],
        _ weights: inout [Double]
    ) throws(SampleError) {
        var totalWeight = 0.0
        for cell in weights.indices {
            weights[cell] = 1 + grid.noise * (2 * random.fraction() - 1)
            forEachWord(of: cell, grid) { weights[cell] *= $1.weight }
            totalWeight += weights[cell]
        }
        var spread = EvenSpread(total: count, totalWeight: totalWeight, start: random.fraction())
        set(stratum.settings)
        for cell in weights.indices {
            let part = spread.next(weights[cell])
            guard part > 0 else { continue }
            forEachWord(of: cell, grid) { maker.slots[$0] = $1.word }
            maker.slots[grid.countSlot] = Int64(part)
            try writeRow(day.number, targets)
        }
    }

    private func forEachWord(
        of cell: Int, _ grid: CellGrid, _ body: (Int, (word: Int64, weight: Double)) -> Void
    ) {
        var rest = cell
        for axis in grid.axes.reversed() {
            body(axis.slot, axis.words[rest % axis.words.count])
            rest /= axis.words.count
        }
    }

    // MARK: Rows of a list

    private mutating func writeListed(_ listings: [Listing]) throws(SampleError) {
        for listing in listings {
            let count =
                switch listing.source {
                case .population(let population): maker.layouts[population].count
                case .table(let table): tableRows[table]
                }
            set(listing.settings)
            let targets = targets(of: listing.settings)
            for position in stride(from: listing.step - 1, to: count, by: listing.step)
            where (position + 1) % listing.leftOut != 0 {
                maker.slots[listing.slot] = Int64(position)
                try writeRow(0, targets)
            }
        }
    }

    // MARK: One row

    private mutating func begin(_ day: CivilDate) {
        maker.slots[recipe.daySlot] = Int64(day.number)
        maker.year = day.year
    }

    private mutating func set(_ settings: [Int: Int64]) {
        for (slot, word) in settings { maker.slots[slot] = word }
    }

    private func targets(of stratum: Stratum) -> [Int] { targets(of: stratum.settings) }

    private func targets(of settings: [Int: Int64]) -> [Int] {
        files.indices.filter { files[$0].definition.takes(settings) }
    }

    private mutating func writeRow(_ day: Int, _ targets: [Int]) throws(SampleError) {
        maker.make()
        if let overdrawn = maker.overdrawn { throw tooSmall(overdrawn) }
        if maker.overflowed { throw .overflow(recipe: recipe.name, scale: scale) }
        for target in targets { try files[target].write(&maker, words: recipe.program.words, day: day) }
    }

    private func tooSmall(_ population: Int) -> SampleError {
        let location = monthlyPopulations.first { $0.population == population }?.location
        return .populationTooSmall(
            Diagnostic(
                at: location ?? SourceLocation(file: recipe.name, line: 1, column: 1),
                "a month has more rows than the population has members, \(maker.layouts[population].count)",
                remedy: "give the population a larger count"))
    }
}
