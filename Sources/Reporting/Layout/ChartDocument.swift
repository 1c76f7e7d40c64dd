/// A chart of a sheet's table.
package struct ChartDocument: Sendable {
    package enum Kind: Sendable { case bar, column, stackedColumn, line }

    /// A rectangle of the table: rows count from 0, and -1 is the header.
    package struct Area: Hashable, Sendable {
        package var rows: ClosedRange<Int>
        package var columns: ClosedRange<Int>

        package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
            self.rows = rows
            self.columns = columns
        }
    }

    package struct Series: Sendable {
        package var name: String
        package var categories: Area
        package var values: Area

        package init(name: String, categories: Area, values: Area) {
            self.name = name
            self.categories = categories
            self.values = values
        }

        /// One column of the table over all its rows, against another column.
        package static func column(
            _ column: Int, named name: String, against categories: Int, rows: ClosedRange<Int>
        ) -> Series {
            Series(
                name: name, categories: Area(rows: rows, columns: categories...categories),
                values: Area(rows: rows, columns: column...column))
        }
    }

    package var kind: Kind
    package var title: String
    /// What a reader who cannot see the chart is told: what it shows and what stands out.
    package var description: String
    package var series: [Series]
    package var valueAxisTitle: String?
    /// Shares of one whole: the axis runs from 0 to 100 %.
    package var isShareOfWhole: Bool

    package init(
        kind: Kind, title: String, description: String, series: [Series], valueAxisTitle: String? = nil,
        isShareOfWhole: Bool = false
    ) {
        self.kind = kind
        self.title = title
        self.description = description
        self.series = series
        self.valueAxisTitle = valueAxisTitle
        self.isShareOfWhole = isShareOfWhole
    }
}
