/// A dimension of the star as it is declared in `warehouse/dimensions/NAME.yaml`.
package struct DimensionDefinition: Sendable {
    /// What a changed attribute does: correct the member in place, or begin a new version of it.
    package enum History: String, CaseIterable, Sendable { case overwrite, version }

    package struct Column: Sendable {
        package let name: Located<String>
        package let type: ColumnType
        package let description: LocalizedText?
        package let history: History
        /// The dimension this column points to (an outrigger), by its single key column.
        package let references: Located<String>?
        /// The name of the column in the dimension's table.
        package var tableColumn: String { references == nil ? name.value : "\(name.value)_key" }
    }

    package enum Members: Sendable {
        /// A CSV file of the project, relative to `warehouse/`.
        case file(Located<String>)
        /// A generated calendar.
        case calendar(CalendarDeclaration)
        /// Rows that a pipeline loads.
        case pipeline
        /// The ledger's deliveries: every fact row leads to its file and line through it.
        case deliveries
    }

    package let name: Located<String>
    package let description: LocalizedText
    package let key: [Located<String>]
    package let columns: [Column]
    package let members: Members
    package let location: SourceLocation
    /// The column that names, by its key, the member that took one over.
    package var successor: Located<String>? = nil
    package var hierarchies: [HierarchyDefinition] = []

    package func column(_ name: String) -> Column? { columns.first { $0.name.value == name } }

    /// The name of the surrogate key column.
    package var keyColumn: String { "\(name.value)_key" }

    package var isCalendar: Bool { if case .calendar = members { true } else { false } }

    /// Whether members can have several versions in event time.
    package var isVersioned: Bool { columns.contains { $0.history == .version } }
}

/// The span of a generated calendar and where its fiscal year begins.
package struct CalendarDeclaration: Sendable {
    package let fromYear: Int
    package let toYear: Int
    /// The month in which the fiscal year begins; the year is labelled by the year it ends in.
    package let fiscalYearStarts: Int
}
