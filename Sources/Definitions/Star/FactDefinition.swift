/// A fact of the star as it is declared in `warehouse/facts/NAME.yaml`.
package struct FactDefinition: Sendable {
    /// A dimension in the role it plays for this fact, such as a calendar as the day of an event.
    package struct Role: Sendable {
        package let name: Located<String>
        package let dimension: Located<String>
        /// Whether a row may lack it; it then points to the member "not applicable".
        package let optional: Bool
        package let description: LocalizedText?
        /// The name of the key column in the fact table.
        package var keyColumn: String { "\(name.value)_key" }
    }

    /// A degenerate column: an identifier that stays in the fact.
    package struct Column: Sendable {
        package let name: Located<String>
        package let type: ColumnType
        package let optional: Bool
        package let description: LocalizedText?
    }

    /// What a measure may be summed over (METRICS.md, "Additivity").
    package enum Additivity: String, CaseIterable, Hashable, Sendable { case time, members }

    package struct Measure: Sendable {
        package let name: Located<String>
        package let type: ColumnType
        package let unit: Located<String>
        package let addsOver: Set<Additivity>
        package let optional: Bool
        package let description: LocalizedText?
    }

    package let name: Located<String>
    package let description: LocalizedText
    /// What makes a row unique: roles and columns by name.
    package let grain: [Located<String>]
    /// The column or role that a distributed database spreads the rows by.
    package let distributeBy: Located<String>
    /// The calendar role in whose time the fact happens: periods select by it, and members are looked up as of it.
    package let event: Located<String>
    package let roles: [Role]
    package let columns: [Column]
    package let measures: [Measure]
    package let location: SourceLocation

    package func role(_ name: String) -> Role? { roles.first { $0.name.value == name } }
    package func column(_ name: String) -> Column? { columns.first { $0.name.value == name } }
    package func measure(_ name: String) -> Measure? { measures.first { $0.name.value == name } }

    /// The name of the table column behind a role, column or measure.
    package func tableColumn(_ name: String) -> String? {
        if let role = role(name) { return role.keyColumn }
        return column(name)?.name.value ?? measure(name)?.name.value
    }

    /// The names that a pipeline can fill, in the order of the table.
    package var fields: [String] { roles.map(\.name.value) + columns.map(\.name.value) + measures.map(\.name.value) }
}
