extension RecipeRun {
    /// Writes a row for each member or table row of each listing.
    mutating func writeListed(_ listings: [Listing]) throws(SampleError) {
        let parts = parts(listings.map(\.settings))
        for (listing, part) in zip(listings, parts) {
            let count =
                switch listing.source {
                case .population(let population): maker.layouts[population].count
                case .table(let table): tableRows[table]
                }
            set(part)
            for position in stride(from: listing.step - 1, to: count, by: listing.step)
            where (position + 1) % listing.leftOut != 0 {
                maker.slots[listing.slot] = Int64(position)
                try writeRow(0, part)
            }
        }
    }
}
