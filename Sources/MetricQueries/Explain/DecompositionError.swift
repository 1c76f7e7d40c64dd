/// Why the change of a metric cannot be taken apart.
package enum DecompositionError: Error, Hashable, CustomStringConvertible {
    package enum Side: String, Sendable { case earlier, later }

    /// The denominators of a period add up to zero: there is no rate to explain.
    case noDenominator(Side)
    /// The parts do not add up to the change. Nothing but a mistake in this program can be the cause.
    case doesNotAddUp

    package var description: String {
        switch self {
        case .noDenominator(let side): "the denominators of the \(side.rawValue) period add up to zero"
        case .doesNotAddUp:
            "the contributions do not add up to the change, so none is shown; please report this with the command"
        }
    }
}
