/// One sheet of a report: one table, and perhaps one chart of it.
package struct SheetDefinition: Sendable {
    package enum Content: Sendable {
        /// A list in which each row is a figure with a metric, a base period and a note of its own.
        case figures([FigureDefinition])
        case table(TableDefinition)
        case explanation(ExplanationDefinition)
    }

    package let name: Located<LocalizedText>
    /// A sentence above the table.
    package let introduction: LocalizedText?
    /// What goes with this sheet into the notes and definitions.
    package let notes: [LocalizedText]
    package let content: Content
    package let chart: ChartDefinition?
    package let location: SourceLocation

    package var metricNames: [Located<String>] {
        switch content {
        case .figures(let figures): figures.map(\.metric)
        case .table(let table): table.columns
        case .explanation(let explanation): [explanation.metric]
        }
    }
}

/// A row of a list of figures.
package struct FigureDefinition: Sendable {
    /// What the change of a figure is; a rate changes by points, anything else by a share, unless it is said.
    package enum Change: String, CaseIterable, Sendable {
        case difference
        case relativeChange = "relative_change"
        case none
    }

    /// The highest members of an attribute, each on a row of its own.
    package struct Ranking: Sendable {
        package let by: Located<String>
        package let top: Int
    }

    /// The number it goes by, such as that of a published table.
    package let number: Located<String>?
    package let metric: Located<String>
    /// nil: the metric's own label.
    package let label: LocalizedText?
    package let filters: [Filter]
    package let ranking: Ranking?
    /// nil: one year earlier.
    package let base: ChangeBase?
    package let change: Change?
    package let source: LocalizedText?
    /// What was assumed in reading the figure.
    package let note: LocalizedText?
    package let location: SourceLocation
}

/// A table with attributes, periods or both down its side and metrics along its top.
package struct TableDefinition: Sendable {
    package enum Total: String, CaseIterable, Sendable {
        /// Every metric computed anew over all rows; a rate is never summed.
        case recompute
        case none
    }

    /// Periods as rows; without it, the report's own period.
    package enum PeriodRows: Sendable {
        /// From a named period up to the report's.
        case from(Located<String>, grain: ReportDefinition.Grain?)
        /// So many, the report's own being the last.
        case last(Int, grain: ReportDefinition.Grain?)

        /// nil: that of the report.
        package var grain: ReportDefinition.Grain? {
            switch self {
            case .from(_, let grain), .last(_, let grain): grain
            }
        }
    }

    package struct Order: Sendable {
        package enum Direction: String, CaseIterable, Sendable { case ascending, descending }

        package let by: Located<String>
        package let direction: Direction
    }

    package let rows: [Located<String>]
    package let periods: PeriodRows?
    package let columns: [Located<String>]
    package let filters: [Filter]
    package let total: Total
    /// nil: the members' own order.
    package let order: Order?
    package let limit: Int?
    /// Whether the 95 % interval stands behind each metric that has one.
    package var showsIntervals = false
    /// Whether target and gap stand behind each metric that has targets.
    package var showsTargets = false
}

/// A native chart of some of the table's columns.
package struct ChartDefinition: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case bar, column, line
        case stackedBar = "stacked_bar"
        case stackedColumn = "stacked_column"
    }

    package let kind: Kind
    /// Columns of the table, by metric.
    package let of: [Located<String>]
    package let title: LocalizedText?
    /// What the chart shows, for those who cannot see it.
    package let alternativeText: LocalizedText?
}
