/// One sheet: a title, a few sentences, one table, and the charts drawn from it.
package struct SheetDocument: Sendable {
    /// What the sheet is, which decides the colour of its tab and how it is listed.
    package enum Kind: Sendable { case figures, notes, control }

    /// What links and the table's name are made of: lower-case ASCII letters, digits and underscores.
    package var key: String
    /// The words on the tab; the writer makes them fit Excel's rules.
    package var name: String
    package var kind: Kind
    package var title: String
    /// The line under the title, such as the period.
    package var subtitle: String
    package var introduction: [String]
    package var table: TableDocument
    package var charts: [ChartDocument]

    package init(
        key: String, name: String, kind: Kind, title: String, subtitle: String, introduction: [String] = [],
        table: TableDocument, charts: [ChartDocument] = []
    ) {
        self.key = key
        self.name = name
        self.kind = kind
        self.title = title
        self.subtitle = subtitle
        self.introduction = introduction
        self.table = table
        self.charts = charts
    }
}

/// A table: one header row, rows of typed cells, and perhaps totals.
package struct TableDocument: Sendable {
    package var columns: [ColumnDocument]
    package var rows: [[LayoutCell]]
    /// One per column, or none at all.
    package var totals: [TotalCell]?

    package init(columns: [ColumnDocument], rows: [[LayoutCell]], totals: [TotalCell]? = nil) {
        self.columns = columns
        self.rows = rows
        self.totals = totals
    }
}

package struct ColumnDocument: Sendable {
    /// The header with its unit, unique in the table.
    package var header: String
    /// Shows a bar behind each number in the management profile; only where the numbers are shares of one whole.
    package var showsBars: Bool
    /// Whether a long text wraps; an identifier stays on one line, as wide as it is.
    package var wraps: Bool
    /// The widest that the column becomes before its text wraps, in glyphs.
    package var widthLimit: Int

    package init(header: String, showsBars: Bool = false, widthLimit: Int = 40, wraps: Bool = true) {
        self.header = header
        self.showsBars = showsBars
        self.widthLimit = widthLimit
        self.wraps = wraps
    }
}

/// The total of one column.
package enum TotalCell: Hashable, Sendable {
    case none
    case label(String)
    /// An additive column: a live sum where the rows shown add up to the value, else the value itself.
    case sum(LayoutCell)
    /// A total that is recomputed, never summed, such as that of a rate.
    case recomputed(LayoutCell)
}
