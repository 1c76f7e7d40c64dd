/// What a metric is to reach in a period.
package struct MetricTarget: Sendable {
    /// As it is written: `2024`, `FY2567`.
    package let period: Located<String>
    /// The number as it is shown: 60 for 60 %, 13.5 for 13.5 million.
    package let value: Located<String>

    /// Reads `targets: { 2024: 60, FY2567: 65 }`.
    static func read(_ mapping: inout YAMLMapping) -> [MetricTarget] {
        guard var targets = mapping.optionalMapping("targets") else { return [] }
        return targets.entries().compactMap { entry in
            guard let text = entry.value.string("target") else { return nil }
            guard isPlainDecimal(text) else {
                entry.value.collector.error(
                    at: entry.value.location, "the target `\(text)` is not a number",
                    remedy: "write it as it is shown, such as 60 for 60 %")
                return nil
            }
            return MetricTarget(period: entry.key, value: Located(text, at: entry.value.location))
        }
    }
}
