import Definitions

extension FieldCompiler {
    func population(_ name: Located<String>) -> Int? {
        if let index = shared.populations.firstIndex(where: { $0.name == name.value }) { return index }
        let names = shared.populations.map(\.name)
        let nearest = nearestWord(to: name.value, among: names).map { "did you mean `\($0)`?" }
        collector.error(
            at: name.location, "there is no population `\(name.value)`",
            remedy: nearest ?? "define it under `populations:`")
        return nil
    }

    func table(_ name: Located<String>) -> Int? {
        if let index = shared.tables.firstIndex(where: { $0.name == name.value }) { return index }
        let nearest = nearestWord(to: name.value, among: shared.tables.map(\.name)).map {
            "did you mean `\($0)`?"
        }
        collector.error(
            at: name.location, "there is no table `\(name.value)`",
            remedy: nearest ?? "define it under `tables:`")
        return nil
    }

    /// `member_of: population`, with `alike: [field, …]`: a random member whose attributes are as these fields.
    mutating func draw(_ mapping: inout YAMLMapping) -> Compiled? {
        let name = mapping.string("member_of")
        let alike = mapping.optionalStrings("alike")
        guard let name, let index = population(name) else { return nil }
        let population = shared.populations[index]
        var triples: [Int64] = []
        for attribute in alike == nil ? [] : population.attributes {
            guard let wanted = alike?.first(where: { $0.value == attribute.name }),
                let field = fields[wanted.value], field.type == .word
            else {
                collector.error(
                    at: alike?.first?.location ?? name.location,
                    "the members of `\(population.name)` also differ by `\(attribute.name)`",
                    remedy: "name every attribute, each a field of words above")
                return nil
            }
            let stride = population.cellStrides[triples.count / 3]
            let values = attribute.values.map { word($0.word) }
            var map = Array(repeating: Int64(-1), count: program.words.count)
            for (index, value) in values.enumerated() { map[Int(value)] = Int64(index) }
            triples += [Int64(field.slot), Int64(stride), Int64(pool([Int64(map.count)] + map))]
        }
        if let odd = alike?.first(where: { wanted in
            !population.attributes.contains { $0.name == wanted.value }
        }) {
            collector.error(at: odd.location, "`\(population.name)` has no attribute `\(odd.value)`")
            return nil
        }
        return append(
            Node(operation: .draw, a: index, b: pool(triples), c: triples.count / 3),
            .member(population: index))
    }

    /// `next_member_of: population`: each member at most once a month, the same members from month to month.
    mutating func next(_ mapping: inout YAMLMapping) -> Compiled? {
        guard let name = mapping.string("next_member_of"), let index = population(name) else { return nil }
        program.monthlyPopulations.append((index, name.location))
        return append(Node(operation: .next, a: index), .member(population: index))
    }

    /// `row_of: table`, with `weight:`, the column of the rows' weights.
    mutating func row(_ mapping: inout YAMLMapping) -> Compiled? {
        guard let name = mapping.string("row_of"), let index = table(name) else { return nil }
        let table = shared.tables[index]
        var weights = table.rows.map { _ in 1.0 }
        if let column = mapping.optionalString("weight") {
            guard let position = table.column(column.value) else {
                collector.error(at: column.location, "`\(table.name)` has no column `\(column.value)`")
                return nil
            }
            weights = table.rows.map { Decimal64($0[position])?.approximate ?? 0 }
        }
        guard weights.contains(where: { $0 > 0 }) else {
            collector.error(at: name.location, "no row of `\(table.name)` has any weight")
            return nil
        }
        let choices = weights.enumerated().filter { $0.element > 0 }.map { (Int64($0.offset), $0.element) }
        return append(pickNode(choices), .row(table: index))
    }

    /// `lines: number`, with `fields:` of each line.
    mutating func lines(_ mapping: inout YAMLMapping, _ node: YAMLNode) -> Compiled? {
        guard
            let count = mapping.required("lines").flatMap({
                compile($0, as: "a whole number", where: FieldType.isWhole)
            })
        else { return nil }
        var detail = DetailProgram()
        var names: [String: (index: Int, type: FieldType)] = [:]
        for entry in mapping.mapping("fields").map(\.allEntries) ?? [] {
            guard let compiled = compile(entry.value) else { return nil }
            names[entry.key.value] = (detail.fields.count, compiled.type)
            detail.fields.append((declare(entry.key.value, compiled.type).slot, compiled.node))
        }
        guard !detail.fields.isEmpty else { return error(node, "the lines have no fields") }
        program.details.append(detail)
        detailFields.append(names)
        let index = program.details.count - 1
        return append(Node(operation: .details, a: index, b: count.node), .details(index))
    }

    /// `count_of: lines` or `sum_of: lines.field`.
    mutating func lineTotal(_ kind: String, _ mapping: inout YAMLMapping) -> Compiled? {
        guard let name = mapping.string(kind) else { return nil }
        let parts = name.value.split(separator: ".").map(String.init)
        guard let first = parts.first, case .details(let detail)? = fields[first]?.type else {
            collector.error(at: name.location, "`\(name.value)` are not detail lines that stand above")
            return nil
        }
        if kind == "count_of" { return append(Node(operation: .lineCount, a: detail), .number(decimals: 0)) }
        guard parts.count == 2, let field = detailFields[detail][parts[1]], FieldType.isNumber(field.type)
        else {
            collector.error(at: name.location, "`\(name.value)` is not a number of these lines")
            return nil
        }
        return append(Node(operation: .lineSum, a: detail, b: field.index), field.type)
    }
}
