package import Periods

/// Why a cell has no value (METRICS.md, "Cell states").
package enum CellState: String, Hashable, Sendable {
    case notApplicable = "z"
    case notAvailable = "x"
    case confidential = "c"

    /// How the state is printed: `[z]`.
    package var text: String { "[\(rawValue)]" }

    /// The state of what is derived from absent values: confidential wins, then not available.
    static func combined(_ states: [CellState]) -> CellState {
        if states.contains(.confidential) { return .confidential }
        return states.contains(.notAvailable) ? .notAvailable : .notApplicable
    }
}

/// What is said beside a value.
package struct CellMarks: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `[p]`: the period's data are not complete.
    package static let provisional = CellMarks(rawValue: 1)
    /// `[u]`: too few answers.
    package static let lowReliability = CellMarks(rawValue: 2)
    /// `[r]`: not what an earlier release said.
    package static let revised = CellMarks(rawValue: 4)

    /// How the marks are printed: `[p]`, `[p] [u]`; empty without one.
    package var text: String {
        [(CellMarks.provisional, "[p]"), (.lowReliability, "[u]"), (.revised, "[r]")]
            .filter { contains($0.0) }.map(\.1).joined(separator: " ")
    }
}

/// One figure: an exact value, or the reason why there is none.
package struct MetricCell: Hashable, Sendable {
    /// Unrounded, in the metric's base unit: a rate is a fraction of one, and so is a difference of rates.
    package var value: Rational?
    /// Set exactly when there is no value.
    package var state: CellState?
    package var marks: CellMarks
    /// Of a ratio.
    package var numerator: Rational?
    package var denominator: Rational?
    /// The number of fact rows behind the value; of a ratio, behind its denominator.
    package var count: Int64?
    /// Of a ratio that comes from a sample: what its reliability is judged by.
    package var base: Rational?
    /// Of a ratio that declares one and has enough rows for it.
    package var interval: MetricInterval?
    /// Of a change: the months of an unfinished period that are compared with the same months earlier.
    package var portion: Period?
    /// What the metric is to reach in the period, in its base unit.
    package var target: Rational?

    package init(_ value: Rational, marks: CellMarks = [], count: Int64? = nil) {
        self.value = value
        self.marks = marks
        self.count = count
    }

    package init(_ state: CellState, marks: CellMarks = []) {
        self.state = state
        self.marks = marks
    }
}
