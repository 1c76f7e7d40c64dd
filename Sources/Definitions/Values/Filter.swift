/// A condition together with what it is asked of: an attribute path such as `office.province.region_en`, or a field.
package struct Filter: Sendable {
    package let path: Located<String>
    package let condition: FilterCondition

    package init(path: Located<String>, condition: FilterCondition) {
        self.path = path
        self.condition = condition
    }

    /// `attribute = value`, as the command line gives it.
    package init(_ path: String, equals value: String, at location: SourceLocation) {
        self.init(path: Located(path, at: location), condition: .isIn([Located(value, at: location)]))
    }
}

extension YAMLMapping {
    /// Reads `where: { path: condition, … }`: all conditions must hold, and without it there is none.
    package mutating func filters(_ key: String = "where") -> [Filter] {
        guard var conditions = optionalMapping(key) else { return [] }
        return conditions.entries().compactMap { entry in
            FilterCondition(entry.value, entry.key.value).map { Filter(path: entry.key, condition: $0) }
        }
    }
}

extension Filter: CustomStringConvertible {
    /// The condition as one would say it: `shop.class = large`, `submitted from 2024-01-01`.
    package var description: String {
        switch condition {
        case .isIn(let values): "\(path.value) = \(Self.list(values))"
        case .isNotIn(let values): "\(path.value) ≠ \(Self.list(values))"
        case .range(let from, let to):
            ([path.value] + [from.map { "from \($0.value)" }, to.map { "to \($0.value)" }].compactMap { $0 })
                .joined(separator: " ")
        case .isKnown(let known): "\(path.value) \(known ? "known" : "not known")"
        }
    }

    private static func list(_ values: [Located<String>]) -> String {
        values.map(\.value).joined(separator: " | ")
    }
}
