/// What a delivery does to the rows that stand in the slices it covers.
package enum DeliveryMode: String, CaseIterable, Sendable {
    /// Its rows take the place of theirs.
    case replace
    /// Its rows are merged into theirs: one of the same grain takes the other's place, all others stay.
    case amend
}
