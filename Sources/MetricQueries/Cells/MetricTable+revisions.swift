extension MetricTable {
    /// Marks `[r]` each figure that an earlier edition showed otherwise.
    ///
    /// What counts is what a reader saw: the rounded number. A figure that was not there before is new, not revised. Members
    /// are the same by their natural keys; those of one name without a key cannot be told apart, and are left as they are.
    package mutating func markRevisions(since earlier: MetricTable) throws(RationalError) {
        var known: [[[String?]]: [[MetricCell]]] = [:]
        for row in earlier.rows { known[earlier.identity(of: row), default: []].append(row.cells) }
        for index in rows.indices {
            let matches = known[identity(of: rows[index])] ?? []
            guard matches.count == 1 else { continue }
            try mark(&rows[index].cells, since: matches[0])
        }
        try mark(&total.cells, since: earlier.total.cells)
    }

    private func mark(_ cells: inout [MetricCell], since earlier: [MetricCell]) throws(RationalError) {
        for (index, (metric, old)) in zip(metrics, earlier).enumerated() {
            try cells[index].markRevision(since: old, MetricFormat(metric))
        }
    }
}

extension MetricCell {
    /// Marks the figure as revised if what is shown differs from what an earlier edition showed.
    mutating func markRevision(since earlier: MetricCell, _ format: MetricFormat) throws(RationalError) {
        guard let value, let old = earlier.value, value != old else { return }
        let places = try format.places(for: [value])
        if try format.decimalText(value, places: places) != format.decimalText(old, places: places) {
            marks.insert(.revised)
        }
    }
}

extension FigureRow {
    /// Marks the figure, its base and its change as `MetricTable` does.
    package mutating func markRevisions(since earlier: FigureRow) throws(RationalError) {
        let format = MetricFormat(metric)
        try value.markRevision(since: earlier.value, format)
        try base.markRevision(since: earlier.base, format)
        guard let changeMetric, let old = earlier.change else { return }
        try change?.markRevision(since: old, MetricFormat(changeMetric))
    }
}
