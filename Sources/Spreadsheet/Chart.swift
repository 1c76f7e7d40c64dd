/// A native chart over ranges of one sheet.
package struct Chart: Sendable {
    package enum Kind: Hashable, Sendable { case bar, column, stackedColumn, line }

    /// Which points show their value.
    package enum Labels: Hashable, Sendable { case none, all, firstAndLast }

    package struct Series: Sendable {
        package var name: String
        package var categories: CellRange
        package var values: CellRange
        package var color: Color
        /// The value of each point, nil where its cell says why there is none; empty when all cells hold numbers.
        ///
        /// The library would take such a cell for a zero.
        package var points: [Double?] = []

        package init(name: String, categories: CellRange, values: CellRange, color: Color) {
            self.name = name
            self.categories = categories
            self.values = values
            self.color = color
        }
    }

    package var kind: Kind
    package var title: String
    /// What a reader who cannot see the chart is told.
    package var description: String
    package var series: [Series]
    package var valueAxisTitle: String?
    package var categoryAxisTitle: String?
    /// The number format of axis and labels.
    package var valueFormat: String
    package var axisFormat: String
    package var maximum: Double?
    package var labels = Labels.all
    package var fontName: String
    package var fontSize: Double
    package var width: Double
    package var height: Double

    package init(
        kind: Kind, title: String, description: String, series: [Series], valueFormat: String,
        axisFormat: String,
        fontName: String, fontSize: Double, width: Double, height: Double
    ) {
        self.kind = kind
        self.title = title
        self.description = description
        self.series = series
        self.valueFormat = valueFormat
        self.axisFormat = axisFormat
        self.fontName = fontName
        self.fontSize = fontSize
        self.width = width
        self.height = height
    }
}
