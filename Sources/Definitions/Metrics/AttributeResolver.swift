/// Turns the text of an attribute path into the way from a fact to its columns.
///
/// `shop.name` reads as role, then column; `shop.town.region` follows the columns that reference another
/// dimension; where `name_en` and `name_th` are declared, `name` is the one of the language asked for. A role goes by
/// its own name, or by its dimension's when only one role plays that dimension; a calendar's name means the role that
/// decides the period. Behind a blank, `as_is` means the member as it is today and `as_was`, which is what is meant
/// without it, as it was on the row's day.
package struct AttributeResolver: Sendable {
    private let dimensions: [String: DimensionDefinition]

    package init(dimensions: [String: DimensionDefinition]) { self.dimensions = dimensions }

    /// Resolves a path against a fact.
    ///
    /// - Parameter dateRole: the calendar role that decides the period; nil for the fact's event.
    package func resolve(
        _ path: String, in fact: FactDefinition, dateRole: String? = nil
    ) throws(AttributeError) -> ResolvedAttribute {
        let words = path.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let standing = words.count == 2 ? ResolvedAttribute.Standing(rawValue: words[1]) : .asWas
        guard words.count <= 2, let standing else {
            throw AttributeError(
                message: "`\(path)` is not an attribute",
                remedy: "write `dimension.column`, or `dimension.column as_is`")
        }
        let parts = (words.first ?? "").split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let head = parts.first, !parts.contains("") else {
            throw AttributeError(message: "`\(path)` is not an attribute", remedy: "write `dimension.column`")
        }
        if words.count == 2, parts.count == 1 {
            throw AttributeError(
                message: "`\(head)` is no attribute of a member", remedy: "drop `\(words[1])`")
        }
        if parts.count == 1, let column = fact.column(head) {
            return ResolvedAttribute(path: path, root: .column(column), steps: [], value: .own)
        }
        if parts.count == 1, let measure = fact.measure(head) {
            return ResolvedAttribute(path: path, root: .measure(measure), steps: [], value: .own)
        }
        let role = try role(head, in: fact, dateRole: dateRole)
        guard let dimension = dimensions[role.dimension.value] else {
            throw AttributeError(
                message: "there is no dimension `\(role.dimension.value)`",
                remedy: "declare it in `warehouse/dimensions/`")
        }
        let (steps, value) = try follow(parts.dropFirst(), from: dimension)
        return ResolvedAttribute(
            path: path, root: .role(role, dimension), steps: steps, value: value,
            standing: dimension.isCalendar ? .asWas : standing)
    }

    /// Resolves a path within a dimension, such as the level of a hierarchy.
    package func resolve(
        _ path: String, within dimension: DimensionDefinition
    ) throws(AttributeError) -> (steps: [ResolvedAttribute.Step], value: ResolvedAttribute.Value) {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return try follow(parts[...], from: dimension)
    }

    private func role(
        _ name: String, in fact: FactDefinition, dateRole: String?
    ) throws(AttributeError) -> FactDefinition.Role {
        if let role = fact.role(name) { return role }
        let playing = fact.roles.filter { $0.dimension.value == name }
        if dimensions[name]?.isCalendar == true, let role = fact.role(dateRole ?? fact.event.value) {
            return role
        }
        if playing.count == 1 { return playing[0] }
        if playing.isEmpty {
            throw AttributeError(
                message: "fact `\(fact.name.value)` has no dimension `\(name)`",
                remedy: suggestion(name, fact.roles.map(\.name.value)))
        }
        throw AttributeError(
            message: "fact `\(fact.name.value)` has several roles of dimension `\(name)`",
            remedy: "name one of \(playing.map { "`\($0.name.value)`" }.joined(separator: ", "))")
    }

    private func follow(
        _ parts: ArraySlice<String>, from start: DimensionDefinition
    ) throws(AttributeError) -> ([ResolvedAttribute.Step], ResolvedAttribute.Value) {
        var dimension = start
        var steps: [ResolvedAttribute.Step] = []
        for (index, part) in zip(parts.indices, parts) {
            if let column = dimension.column(part), let target = column.references {
                guard let next = dimensions[target.value] else {
                    throw AttributeError(
                        message: "there is no dimension `\(target.value)`",
                        remedy: suggestion(target.value, dimensions.keys))
                }
                steps.append(ResolvedAttribute.Step(through: column, dimension: next))
                dimension = next
                continue
            }
            guard index == parts.indices.last else {
                throw AttributeError(
                    message: "`\(part)` of dimension `\(dimension.name.value)` leads to no other dimension",
                    remedy: suggestion(
                        part, dimension.columns.filter { $0.references != nil }.map(\.name.value)))
            }
            return (steps, try value(part, of: dimension))
        }
        return (steps, .member)
    }

    private func value(
        _ name: String, of dimension: DimensionDefinition
    ) throws(AttributeError) -> ResolvedAttribute.Value {
        if let column = dimension.column(name) { return .column(column) }
        if let english = dimension.column("\(name)_en"), let thai = dimension.column("\(name)_th") {
            return .localized(english: english, thai: thai)
        }
        throw AttributeError(
            message: "dimension `\(dimension.name.value)` has no column `\(name)`",
            remedy: suggestion(name, Self.attributeNames(of: dimension)))
    }

    /// The names that a path can end in.
    private static func attributeNames(of dimension: DimensionDefinition) -> [String] {
        let names = dimension.columns.map(\.name.value)
        let localized = names.filter { $0.hasSuffix("_en") && names.contains("\($0.dropLast(3))_th") }
        return names + localized.map { String($0.dropLast(3)) }
    }
}
