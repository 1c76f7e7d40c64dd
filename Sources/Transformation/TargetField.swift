package import Definitions
package import Records

/// One field that a pipeline fills, as the transformation sees it: the same for facts and for dimensions.
package struct TargetField: Sendable {
    package enum Purpose: Sendable {
        /// A day that points into a generated calendar by its key `yyyymmdd`.
        case calendar(CalendarDeclaration)
        case member(DimensionDefinition)
        case value(ColumnType)
    }

    package let name: String
    package let purpose: Purpose
    package let optional: Bool
    /// Whether it tells a row of its table from others, as a part of the grain or of a natural key.
    package let isIdentifier: Bool

    package init(name: String, purpose: Purpose, optional: Bool, isIdentifier: Bool = false) {
        self.name = name
        self.purpose = purpose
        self.optional = optional
        self.isIdentifier = isIdentifier
    }

    package var kind: ValueKind {
        switch purpose {
        case .calendar, .member: .integer32
        case .value(let type):
            switch type {
            case .integer: .integer32
            case .bigint: .integer64
            case .decimal(_, let scale): .decimal(scale: scale)
            case .text: .text
            case .date: .date
            case .timestamp: .timestamp
            case .boolean: .boolean
            case .pseudonym: .pseudonym
            }
        }
    }

    /// The declared type, as messages name it.
    var typeName: String { if case .value(let type) = purpose { type.description } else { name } }

    /// The fields of a fact, in the order of its table.
    package static func fields(of fact: FactDefinition, in project: Project) -> [TargetField] {
        let roles = fact.roles.compactMap { role -> TargetField? in
            guard let dimension = project.dimensions[role.dimension.value] else { return nil }
            return TargetField(name: role.name.value, purpose: purpose(of: dimension), optional: role.optional)
        }
        let columns = fact.columns.map {
            TargetField(
                name: $0.name.value, purpose: .value($0.type), optional: $0.optional,
                isIdentifier: fact.grain.contains($0.name))
        }
        let measures = fact.measures.map {
            TargetField(name: $0.name.value, purpose: .value($0.type), optional: $0.optional)
        }
        return roles + columns + measures
    }

    /// The fields of a dimension, in the order of its table, with the day from which a row is valid at the end.
    package static func fields(of dimension: DimensionDefinition, in project: Project) -> [TargetField] {
        let columns = dimension.columns.map { column in
            let reference = column.references.flatMap { project.dimensions[$0.value] }
            return TargetField(
                name: column.name.value, purpose: reference.map(purpose) ?? .value(column.type),
                optional: !dimension.key.contains(column.name), isIdentifier: dimension.key.contains(column.name))
        }
        return columns + [TargetField(name: "valid_from", purpose: .value(.date), optional: true)]
    }

    private static func purpose(of dimension: DimensionDefinition) -> Purpose {
        if case .calendar(let calendar) = dimension.members { return .calendar(calendar) }
        return .member(dimension)
    }
}
