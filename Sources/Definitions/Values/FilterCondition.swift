/// A condition on one attribute or field: the closed set that definitions may use instead of an expression language.
package enum FilterCondition: Sendable {
    /// `value` or `[value, value]`
    case isIn([Located<String>])
    /// `{ not: value }` or `{ not: [value, value] }`
    case isNotIn([Located<String>])
    /// `{ from: value, to: value }`, both included, either may be left out
    case range(from: Located<String>?, to: Located<String>?)
    /// `{ known: true }`: there is a member, or a value
    case isKnown(Bool)

    package init?(_ node: YAMLNode, _ what: String) {
        guard node.isMapping else {
            guard let values = node.strings(what) else { return nil }
            self = .isIn(values)
            return
        }
        guard var mapping = node.mapping(what) else { return nil }
        let not = mapping.optionalStrings("not")
        let from = mapping.optionalString("from")
        let to = mapping.optionalString("to")
        let known = mapping.optionalBoolean("known")
        mapping.rejectUnreadKeys()
        let given = [not != nil, from != nil || to != nil, known != nil].filter { $0 }.count
        guard given == 1 else {
            node.collector.error(
                at: node.location, "the condition on `\(what)` says \(given == 0 ? "nothing" : "several things")",
                remedy: "write a value, a list, `{ not: … }`, `{ from: …, to: … }` or `{ known: true }`")
            return nil
        }
        if let not {
            self = .isNotIn(not)
        } else if let known {
            self = .isKnown(known)
        } else {
            self = .range(from: from, to: to)
        }
    }
}
