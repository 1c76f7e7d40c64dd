/// What happens when a file has a column that its pipeline does not read.
package enum AddedColumns: String, CaseIterable, Sendable {
    /// The delivery is loaded, and says so.
    case report
    case ignore
    /// The delivery is refused.
    case refuse
}
