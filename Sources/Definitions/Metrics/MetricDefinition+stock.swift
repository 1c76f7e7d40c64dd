extension MetricDefinition.Simple {
    /// Whether this is a stock and the attribute is one of the days that it is counted on.
    ///
    /// A stock is that of the period's last day. By months it would be nothing for all but the last one, and a sum over
    /// them would be of days that do not add up.
    package func isStock(over attribute: ResolvedAttribute, in fact: FactDefinition) -> Bool {
        guard aggregation == .last, case .role(let role, let dimension) = attribute.root else { return false }
        return dimension.isCalendar && role.name == (date ?? fact.event)
    }
}
