internal import Definitions
internal import Postgres

/// A role of a fact whose dimension has changed, and which rows are to carry another key there.
struct RekeyedRole {
    let column: String
    /// The name of the moves' table in statements.
    let alias: String
    let dimension: String
    private let eventColumn: String
    private let inferring: [String]
    private let missing: [String]

    /// - Parameter number: tells the roles of a fact apart.
    init(_ role: FactDefinition.Role, of fact: FactDefinition, number: Int, in project: Project) {
        column = quoted(role.keyColumn)
        alias = "m\(number)"
        dimension = role.dimension.value
        eventColumn = quoted(fact.role(fact.event.value)?.keyColumn ?? "\(fact.event.value)_key")
        func pipelines(_ notFound: ColumnMapping.NotFound) -> [String] {
            project.pipelines.values
                .filter { $0.load == fact.name && $0.column(role.name.value)?.notFound == notFound }
                .map(\.name.value).sorted()
        }
        inferring = pipelines(.infer)
        missing = pipelines(.missing)
    }

    /// The condition that a move speaks of a row: members are looked up as of the day of the fact's event.
    func matches(_ fact: String) -> String {
        """
        \(alias).dimension = \(literal(dimension)) and \(alias).old_key = \(fact).\(column)
            and \(fact).\(eventColumn) >= \(alias).first_day and \(fact).\(eventColumn) < \(alias).end_day
        """
    }

    /// Whether a row of a slice changes where a move speaks of it: where no version holds, the pipeline's `not_found`
    /// decides, and a row that would be rejected today keeps what it was loaded with.
    func changes(_ slice: String) -> String {
        "(\(alias).new_key is not null or \(isOneOf(inferring + missing, slice)))"
    }

    /// Whether rows of a pipeline change where no version holds.
    func changesGaps(of pipeline: String) -> Bool { (inferring + missing).contains(pipeline) }

    /// The key that a row carries afterwards.
    func key(_ fact: String, _ slice: String) -> String {
        """
        case when \(alias).old_key is null then \(fact).\(column)
             when \(alias).new_key is not null then \(alias).new_key
             when \(isOneOf(inferring, slice)) then \(alias).gap_key
             when \(isOneOf(missing, slice)) then -1
             else \(fact).\(column) end
        """
    }

    private func isOneOf(_ pipelines: [String], _ slice: String) -> String {
        guard !pipelines.isEmpty else { return "false" }
        return "\(slice).pipeline in (\(pipelines.map(literal).joined(separator: ", ")))"
    }
}
