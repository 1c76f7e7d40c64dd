/// A monthly summary of a fact: the number of its rows and the sums of its measures, by month and by some of its roles.
///
/// It is not declared but follows from what reports ask (`Project.rollups`). It holds the surrogate keys that the rows
/// themselves hold, so that members are described, as of any moment, as they are for the rows.
package struct RollupDefinition: Hashable, Sendable {
    package let fact: String
    /// The calendar role by whose months it sums.
    package let date: String
    /// The other roles, in the alphabet's order.
    package let roles: [String]
    /// The measures that are summed, in the alphabet's order.
    package let measures: [String]

    package init(fact: String, date: String, roles: some Sequence<String>, measures: some Sequence<String>) {
        self.fact = fact
        self.date = date
        self.roles = Set(roles).sorted()
        self.measures = Set(measures).sorted()
    }

    /// The name of its table: the fact, the date and the roles, as far as they fit into an SQL name.
    package var name: String {
        let full = ([fact, date] + roles).joined(separator: "_")
        guard full.utf8.count > 48 else { return full }
        // FNV-1a, 32 bits: tells two names apart that begin alike.
        let hash = full.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return "\(full.prefix(38))_\(String(hash, radix: 16))"
    }

    /// The schema of its table.
    package static let schema = "rollup"
    /// The column that holds the number of rows; no declared name begins with an underscore.
    package static let rows = "_rows"

    /// Whether it holds everything that a question needs.
    package func answers(_ demand: MonthlyDemand) -> Bool {
        fact == demand.fact && date == demand.date && demand.roles.isSubset(of: roles)
            && demand.measures.isSubset(of: measures)
    }
}
