import Definitions
import Periods

extension FieldCompiler {
    /// `after: day`, with `days:` and `until:`, the last day that anything is known of.
    mutating func after(_ mapping: inout YAMLMapping) -> Compiled? {
        let day = mapping.required("after").flatMap { compile($0, as: "a day", where: FieldType.isDay) }
        let days = mapping.required("days").flatMap {
            compile($0, as: "a whole number", where: FieldType.isWhole)
        }
        let until = mapping.node("until").map { $0.day("until") } ?? CivilDate(number: 1_000_000)
        guard let day, let days, let until else { return nil }
        return append(Node(operation: .after, a: day.node, b: days.node, low: Int64(until.number)), .day)
    }

    /// `date: 2010-01-01`, always this day.
    mutating func date(_ mapping: inout YAMLMapping) -> Compiled? {
        guard let day = mapping.required("date").flatMap({ $0.day("date") }) else { return nil }
        return append(Node(operation: .constant, low: Int64(day.number)), .day)
    }

    /// `month_of: day`, with `plus:` months.
    mutating func month(_ mapping: inout YAMLMapping) -> Compiled? {
        let day = mapping.required("month_of").flatMap { compile($0, as: "a day", where: FieldType.isDay) }
        let months = mapping.optionalInteger("plus")?.value ?? 0
        return day.map { append(Node(operation: .month, a: $0.node, low: Int64(months)), .day) }
    }
}
