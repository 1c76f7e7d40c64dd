import Periods

extension RecipeRun {
    /// Writes as many rows as the strata count, day by day.
    mutating func writeCounted(_ strata: [Stratum]) throws(SampleError) {
        var plan = StratumPlan(strata: strata, days: recipe.days, scale: scale, random: &random)
        let parts = parts(strata.map(\.settings))
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
                try writeDay(day, plan, parts, &monthPositions)
                day = day.adding(days: 1)
            }
        }
    }

    /// Writes the rows of a day, those of its strata mixed at random.
    private mutating func writeDay(
        _ day: CivilDate, _ plan: StratumPlan, _ parts: [Part], _ monthPositions: inout [Int]
    ) throws(SampleError) {
        var left: [(stratum: Int, count: Int)] = []
        for index in parts.indices {
            let count = plan.count(of: index, on: day)
            if count > 0 { left.append((index, count)) }
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
            set(parts[stratum])
            try writeRow(day.number, parts[stratum])
        }
    }
}
