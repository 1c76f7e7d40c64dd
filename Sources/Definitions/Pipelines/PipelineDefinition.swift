/// A feed as it is declared in `pipelines/NAME.yaml`: where it comes from, how its columns are read and checked, what
/// it loads.
package struct PipelineDefinition: Sendable {
    /// What a later delivery replaces as a whole (DESIGN §3, slice).
    package struct Slice: Sendable {
        package enum Grain: String, CaseIterable, Sendable { case day, month, quarter, year }

        package let by: Grain
        /// The calendar role whose day decides.
        package let of: Located<String>
        /// The field that tells senders apart, when several share the path.
        package let part: Located<String>?

        /// The rule in one line, by which the ledger knows slices that were cut differently.
        package var rule: String { "by \(by.rawValue) of \(of.value)" + (part.map { " and \($0.value)" } ?? "") }
    }

    /// Which deliveries are to be expected, so that an unfinished period is known to be unfinished.
    package struct Expectation: Sendable {
        package enum Rhythm: String, CaseIterable, Sendable { case day, month, quarter, year }

        package let every: Rhythm
        /// The first period, as a period key: `2020-01` or `2021`.
        package let from: Located<String>
        /// How many days after a period's end its delivery may arrive; without it nothing is ever late.
        package let dueDays: Int?
    }

    package let name: Located<String>
    package let description: LocalizedText
    package let source: SourceDefinition
    package let slice: Slice?
    /// How the name of a file says which slices it speaks for.
    package let covers: Coverage?
    package let mode: DeliveryMode
    package let order: Order
    package let unique: Uniqueness
    package let expected: Expectation?
    /// Whether each delivery of a dimension names all of its members; nil when it only adds and changes.
    package let full: FullList?
    /// The fact or dimension that the rows go to.
    package let load: Located<String>
    package let columns: [ColumnMapping]
    /// The money columns whose sums are controlled beside the row counts.
    package let totals: [Located<String>]
    /// The file beside each data file that states what it should hold.
    package let control: ControlFile?
    package let checks: [CheckDefinition]
    package let rejects: RejectLimit?
    package let location: SourceLocation
    /// Where each key of the file stands.
    let keys: [Located<String>]

    /// The place of a key of the file, or of the whole file when it is not written.
    func location(of key: String) -> SourceLocation { keys.first { $0.value == key }?.location ?? location }

    package func column(_ target: String) -> ColumnMapping? { columns.first { $0.target.value == target } }

    /// The source columns that the mapping reads, each once, in the order of their first mention.
    package var sourceColumns: [Located<String>] {
        var seen: Set<String> = []
        return columns.flatMap(\.from).filter { seen.insert($0.value).inserted }
    }
}
