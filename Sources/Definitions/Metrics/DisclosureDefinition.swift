/// How small counts behind a simple metric are kept from being published.
///
/// Counts of 1 to `below` − 1 are confidential; what follows from them obeys them.
package struct DisclosureDefinition: Hashable, Sendable {
    /// What must not be few behind a figure.
    package enum Counted: String, CaseIterable, Sendable {
        /// The rows, and the distinct values where these are counted.
        case rows
        /// The sum of a measure, where each row stands for many.
        case values
    }

    /// What answers to a survey are protected by.
    package static let survey = DisclosureDefinition(below: 10)
    /// What administrative records are protected by.
    package static let administrative = DisclosureDefinition(below: 5)
    package static let allowedMinimums = 2...1000

    package let below: Int
    package let counted: Counted
    /// The measure whose sum is the count; nil where rows are counted.
    package let measure: Located<String>?

    package init(below: Int) {
        self.below = below
        counted = .rows
        measure = nil
    }

    /// Counts the sum of a measure of the fact.
    package init(below: Int, sumOf measure: Located<String>) {
        self.below = below
        counted = .values
        self.measure = measure
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(below)
        hasher.combine(measure?.value)
    }
}

/// What a simple metric declares about disclosure.
package enum DisclosureRule: Hashable, Sendable {
    /// Its counts tell nothing about persons, however small they are.
    case none
    case control(DisclosureDefinition)
}
