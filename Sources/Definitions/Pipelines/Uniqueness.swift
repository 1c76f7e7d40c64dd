/// How far the grain of a fact must be unique before a delivery is published.
package enum Uniqueness: String, CaseIterable, Sendable {
    /// Within each slice, which the database enforces.
    case slice
    /// Also across the slices of the fact, which an audit proves.
    case everywhere
}
