extension MetricDefinition {
    /// Derives the change of this metric, with the unit and decimals that follow: points for the difference of rates.
    package func changed(against base: ChangeBase, kind: ChangeKind, at location: SourceLocation)
        -> MetricDefinition
    {
        let isRate = unit?.value == MetricUnit.percent
        let unit: Located<String>?
        switch kind {
        case .previous: unit = self.unit
        case .difference: unit = isRate ? Located(MetricUnit.percentagePoint, at: location) : self.unit
        case .relativeChange: unit = Located(MetricUnit.percent, at: location)
        }
        let isShare = kind == .relativeChange || isRate && kind == .difference
        return MetricDefinition(
            name: name, kind: .change(Change(of: name, base: base, kind: kind)), label: label,
            definition: nil,
            unit: unit, decimals: isShare ? .fixed(2) : decimals,
            scale: kind == .relativeChange ? nil : scale,
            completePeriodsOnly: completePeriodsOnly, location: location)
    }
}
