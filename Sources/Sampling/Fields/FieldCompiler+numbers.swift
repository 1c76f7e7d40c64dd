import Definitions

extension FieldCompiler {
    /// `between: [low, high]`, with `step:`, which also gives the decimals, and `steady:`, a field whose same value
    /// always gets the same number.
    mutating func between(_ mapping: inout YAMLMapping, _ node: YAMLNode) -> Compiled? {
        let ends = (mapping.sequence("between") ?? []).compactMap { $0.decimal("between") }
        let step = mapping.node("step").map { $0.decimal("step") } ?? Decimal64(digits: 1, decimals: 0)
        guard ends.count == 2, let step else {
            return error(node, "`between` must be two numbers", remedy: "write `[low, high]`")
        }
        var steadySlot = -1
        if let steady = mapping.optionalString("steady") {
            guard let field = fields[steady.value] else {
                return error(node, "no field `\(steady.value)` stands above")
            }
            steadySlot = field.slot
        }
        let decimals = max(ends[0].decimals, ends[1].decimals, step.decimals)
        let low = ends[0].digits(atDecimals: decimals)
        let size = step.digits(atDecimals: decimals)
        guard size > 0, low <= ends[1].digits(atDecimals: decimals) else {
            return error(
                node, "nothing lies between these", remedy: "write the lower number first and a positive step"
            )
        }
        let steps = (ends[1].digits(atDecimals: decimals) - low) / size + 1
        return append(
            Node(operation: .between, a: Int(size), b: Int(steps), c: steadySlot, low: low),
            .number(decimals: decimals))
    }

    /// `times: […]`, rounded half away from zero to `decimals:`, otherwise exact.
    mutating func times(_ mapping: inout YAMLMapping, _ node: YAMLNode) -> Compiled? {
        guard let factors = operands("times", &mapping) else { return nil }
        let exact = factors.reduce(0) { $0 + $1.decimals }
        let wanted = mapping.optionalInteger("decimals")?.value ?? exact
        guard wanted >= 0, wanted <= exact, exact <= 15 else {
            return error(
                node, "the product has \(exact) decimals",
                remedy: "ask for that many or fewer, and no more than 15")
        }
        return append(
            Node(
                operation: .times, a: pool(factors.map { Int64($0.node) }), b: factors.count,
                low: Int64(powerOfTen(exact - wanted))),
            .number(decimals: wanted))
    }

    /// `plus: […]` or `least: […]`, at the most decimals among them.
    mutating func aligned(
        _ operation: Node.Operation, _ key: String, _ mapping: inout YAMLMapping, _ node: YAMLNode
    ) -> Compiled? {
        guard let operands = operands(key, &mapping) else { return nil }
        let decimals = operands.map(\.decimals).max() ?? 0
        let pairs = operands.flatMap { [Int64($0.node), Int64(powerOfTen(decimals - $0.decimals))] }
        return append(
            Node(operation: operation, a: pool(pairs), b: operands.count), .number(decimals: decimals))
    }

    private mutating func operands(_ key: String, _ mapping: inout YAMLMapping) -> [(
        node: Int, decimals: Int
    )]? {
        guard let nodes = mapping.sequence(key) else { return nil }
        var operands: [(node: Int, decimals: Int)] = []
        for node in nodes {
            guard let compiled = compile(node, as: "a number", where: FieldType.isNumber),
                case .number(let decimals) = compiled.type
            else { return nil }
            operands.append((compiled.node, decimals))
        }
        return operands
    }

    /// `sequence: 1`, with `each:` rows of the same number and `restart: year`.
    mutating func sequence(_ mapping: inout YAMLMapping) -> Compiled? {
        let first = mapping.required("sequence")?.integer("sequence")
        let each = mapping.node("each").map { $0.positiveInteger("each") } ?? 1
        let restart = mapping.choice("restart", of: SequenceRestart.self)
        guard let first, let each else { return nil }
        program.counterCount += 1
        return append(
            Node(
                operation: .sequence, a: program.counterCount - 1, b: each, c: restart == .year ? 1 : 0,
                low: Int64(first)),
            .number(decimals: 0))
    }
}

private enum SequenceRestart: String, CaseIterable { case year }
