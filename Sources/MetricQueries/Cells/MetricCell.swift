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
///
/// A confidential figure carries nothing that would tell what it is, whatever is set: neither its sides, nor what it rests
/// on, nor a mark that only some values have. Its target and the months that it compares are no secret.
package struct MetricCell: Hashable, Sendable {
    /// What a confidential figure keeps to itself.
    private struct Content: Hashable, Sendable {
        var value: Rational?
        var marks: CellMarks = []
        var numerator: Rational?
        var denominator: Rational?
        var count: Int64?
        var countBefore: Int64?
        var base: Rational?
        var interval: MetricInterval?

        /// What is left of it once the figure is confidential.
        ///
        /// That a period is unfinished is known of all its figures; a low reliability would tell of a small base, and
        /// none of a large one.
        var silent: Content { Content(marks: marks.intersection(.provisional)) }
    }

    private var content = Content()
    /// Set exactly when there is no value.
    package var state: CellState? { didSet { update { _ in } } }
    /// Of a change: the months of an unfinished period that are compared with the same months earlier.
    package var portion: Period?
    /// What the metric is to reach in the period, in its base unit.
    package var target: Rational?

    package init(_ value: Rational, marks: CellMarks = [], count: Int64? = nil) {
        content.value = value
        content.marks = marks
        content.count = count
    }

    package init(_ state: CellState, marks: CellMarks = []) {
        self.state = state
        update { $0.marks = marks }
    }

    private mutating func update(_ change: (inout Content) -> Void) {
        change(&content)
        if state == .confidential { content = content.silent }
    }

    /// Unrounded, in the metric's base unit: a rate is a fraction of one, and so is a difference of rates.
    package var value: Rational? {
        get { content.value }
        set { update { $0.value = newValue } }
    }

    package var marks: CellMarks {
        get { content.marks }
        set { update { $0.marks = newValue } }
    }

    /// Of a ratio.
    package var numerator: Rational? {
        get { content.numerator }
        set { update { $0.numerator = newValue } }
    }

    /// Of a ratio.
    package var denominator: Rational? {
        get { content.denominator }
        set { update { $0.denominator = newValue } }
    }

    /// The number of fact rows behind the value; of a ratio, behind its denominator; of a change, behind its later value.
    package var count: Int64? {
        get { content.count }
        set { update { $0.count = newValue } }
    }

    /// Of a change, the number of fact rows behind its earlier value.
    package var countBefore: Int64? {
        get { content.countBefore }
        set { update { $0.countBefore = newValue } }
    }

    /// Of a ratio that comes from a sample: what its reliability is judged by.
    package var base: Rational? {
        get { content.base }
        set { update { $0.base = newValue } }
    }

    /// Of a ratio that declares one and has enough rows for it.
    package var interval: MetricInterval? {
        get { content.interval }
        set { update { $0.interval = newValue } }
    }
}
