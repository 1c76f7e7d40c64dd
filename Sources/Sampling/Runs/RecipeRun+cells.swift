import Periods

extension RecipeRun {
    /// Writes a row for each day, stratum and combination of words that has a part of the stratum's count.
    mutating func writeCells(_ strata: [Stratum], _ grid: CellGrid) throws(SampleError) {
        var plan = StratumPlan(strata: strata, days: recipe.days, scale: scale, random: &random)
        let parts = parts(strata.map(\.settings))
        var weights = Array(repeating: 0.0, count: grid.cellCount)
        var day = plan.firstDay
        while day <= plan.lastDay {
            plan.plan(monthOf: day)
            let end = CivilDate.first(ofMonth: day.monthNumber + 1)
            while day < end, day <= plan.lastDay {
                begin(day)
                for index in strata.indices {
                    let count = plan.count(of: index, on: day)
                    if count > 0 { try writeCells(count, on: day, parts[index], grid, &weights) }
                }
                day = day.adding(days: 1)
            }
        }
    }

    private mutating func writeCells(
        _ count: Int, on day: CivilDate, _ part: Part, _ grid: CellGrid, _ weights: inout [Double]
    ) throws(SampleError) {
        var totalWeight = 0.0
        for cell in weights.indices {
            weights[cell] = 1 + grid.noise * (2 * random.fraction() - 1)
            forEachWord(of: cell, grid) { weights[cell] *= $1.weight }
            totalWeight += weights[cell]
        }
        var spread = EvenSpread(total: count, totalWeight: totalWeight, start: random.fraction())
        set(part)
        for cell in weights.indices {
            let share = spread.next(weights[cell])
            guard share > 0 else { continue }
            forEachWord(of: cell, grid) { maker.slots[$0] = $1.word }
            maker.slots[grid.countSlot] = Int64(share)
            try writeRow(day.number, part)
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
}
