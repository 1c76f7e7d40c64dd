/// A rule over several columns of a row.
package struct CheckDefinition: Sendable {
    package enum Severity: String, CaseIterable, Sendable { case reject, warn }

    package enum Rule: Sendable {
        /// Each present day is not before the one before it.
        case order([Located<String>])
        /// The combination stands in a reference table of the project (`warehouse/reference/NAME.csv`).
        case allowed([Located<String>], table: Located<String>)
        /// A row that meets every condition is refused.
        case refuse([(field: Located<String>, condition: FilterCondition)])
        /// The day is not before the one that a reference table gives for these columns.
        case notBefore(Located<String>, table: Located<String>, by: [Located<String>])
    }

    package let rule: Rule
    package let severity: Severity
    package let message: LocalizedText?
    package let location: SourceLocation

    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("check") else { return nil }
        let collector = node.collector
        let order = mapping.optionalStrings("order")
        let allowed = mapping.optionalStrings("allowed")
        let notBefore = mapping.optionalString("not_before")
        let refuse = mapping.node("refuse")
        let table = mapping.optionalString("in")
        let by = mapping.optionalStrings("by")
        severity = mapping.choice("severity", of: Severity.self) ?? .reject
        message = mapping.optionalText("message")
        mapping.rejectUnreadKeys()
        location = node.location

        if let order, order.count > 1 {
            rule = .order(order)
        } else if let allowed, let table {
            rule = .allowed(allowed, table: table)
        } else if let notBefore, let table, let by {
            rule = .notBefore(notBefore, table: table, by: by)
        } else if let refuse, var conditions = refuse.mapping("refuse") {
            rule = .refuse(
                conditions.entries().compactMap { entry in
                    FilterCondition(entry.value, entry.key.value).map { (field: entry.key, condition: $0) }
                })
        } else {
            collector.error(
                at: node.location, "this is not a complete check",
                remedy:
                    "write `order: [a, b]`, `allowed: [a, b], in: TABLE`, `not_before: day, in: TABLE, by: [a]` or `refuse: { … }`"
            )
            return nil
        }
    }
}
