internal import Definitions
internal import Periods

/// A question to one fact: simple metrics over one span of days, grouped by attributes; the model that SQL is made of.
struct FactQuery {
    struct Column {
        let name: String
        let metric: MetricDefinition.Simple
        /// Whether the squares of a sum's measure are summed, which its spread follows from.
        var isSquared = false
    }

    let fact: FactDefinition
    /// The calendar role that decides.
    let date: FactDefinition.Role
    let span: DateSpan
    let columns: [Column]
    let by: [AttributePath]
    let filters: [Filter]
    let language: Language
    let knowledge: Knowledge
    let versions: PublishedVersions
    /// What is asked instead of the fact's own rows; it holds all that the question needs.
    let rollup: RollupDefinition?
    /// In which it is today.
    let timeZone: String
}

/// Days from one, or from the beginning, up to another that is not included.
struct DateSpan: Hashable {
    let from: CivilDate?
    let until: CivilDate

    init(from: CivilDate?, until: CivilDate) {
        self.from = from
        self.until = until
    }

    init(_ period: Period) { self.init(from: period.start, until: period.end) }

    /// Whether it begins and ends with a month.
    var isOfWholeMonths: Bool { (from?.day ?? 1) == 1 && until.day == 1 }
}

/// What stands in which column of a query's result.
struct FactQueryLayout: Hashable {
    /// The members' texts come first, one per attribute, then what tells equal names apart, then the sort keys.
    let members: Int
    let identities: Int
    /// Whether a sort key is a number.
    let sortsByNumber: [Bool]
    let metrics: Int

    func member(_ index: Int) -> Int { index }
    func identity(_ index: Int) -> Int { members + index }
    func sortKey(_ index: Int) -> Int { members + identities + index }
    func value(_ index: Int) -> Int { members + identities + sortsByNumber.count + 2 * index }
    func rows(_ index: Int) -> Int { value(index) + 1 }
}
