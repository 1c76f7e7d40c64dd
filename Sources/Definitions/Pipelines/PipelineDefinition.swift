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
    }

    /// How many rejects a delivery may have before it is refused whole.
    package struct RejectLimit: Sendable {
        package enum Bound: Sendable, Equatable {
            case rows(Int)
            /// A share in hundredths of a percent.
            case share(basisPoints: Int)
        }

        package let atMost: Bound
        /// The number of rows under which a share is not judged.
        package let minimumRows: Int
    }

    package let name: Located<String>
    package let description: LocalizedText
    package let source: SourceDefinition
    package let slice: Slice?
    package let expected: Expectation?
    /// The fact or dimension that the rows go to.
    package let load: Located<String>
    package let columns: [ColumnMapping]
    /// The money columns whose sums are controlled beside the row counts.
    package let totals: [Located<String>]
    package let checks: [CheckDefinition]
    package let rejects: RejectLimit?
    package let location: SourceLocation

    package func column(_ target: String) -> ColumnMapping? { columns.first { $0.target.value == target } }

    /// The source columns that the mapping reads, each once, in the order of their first mention.
    package var sourceColumns: [Located<String>] {
        var seen: Set<String> = []
        return columns.flatMap(\.from).filter { seen.insert($0.value).inserted }
    }
}
