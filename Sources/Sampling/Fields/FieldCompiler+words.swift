import Definitions
import Periods

extension FieldCompiler {
    mutating func wordConstant(_ mapping: inout YAMLMapping) -> Compiled? {
        guard let text = mapping.string("word") else { return nil }
        return append(Node(operation: .constant, low: word(text.value)), .word)
    }

    mutating func pick(_ mapping: inout YAMLMapping) -> Compiled? {
        guard let words = mapping.required("pick")?.weightedWords("pick") else { return nil }
        return append(pickNode(words.map { (word($0.word.value), $0.weight) }), .word)
    }

    /// A draw among values: the thresholds of 32 bits, then the values.
    mutating func pickNode(_ choices: [(value: Int64, weight: Double)]) -> Node {
        let total = choices.reduce(0) { $0 + $1.weight }
        var reached = 0.0
        let thresholds = choices.map { choice in
            reached += choice.weight
            return Int64((reached / total * 0x1p32).rounded(.down))
        }
        return Node(operation: .pick, a: pool(thresholds + choices.map(\.value)), b: choices.count)
    }

    mutating func branch(_ mapping: inout YAMLMapping, _ node: YAMLNode) -> Compiled? {
        let key = mapping.required("by").flatMap { compile($0, as: "a word", where: FieldType.isWord) }
        var branches: [(word: String, compiled: Compiled)] = []
        for entry in mapping.mapping("of").map(\.allEntries) ?? [] {
            guard let compiled = compile(entry.value) else { return nil }
            branches.append((entry.key.value, compiled))
        }
        var otherwise: Compiled?
        if let node = mapping.node("else") {
            otherwise = compile(node)
            if otherwise == nil { return nil }
        }
        let nodes = branches.map(\.compiled) + (otherwise.map { [$0] } ?? [])
        guard let key, let aligned = align(nodes, node) else { return nil }
        let values = branches.map { word($0.word) }
        var table = Array(
            repeating: Int64(otherwise == nil ? -1 : aligned[aligned.count - 1].node),
            count: program.words.count)
        for (value, branch) in zip(values, aligned) { table[Int(value)] = Int64(branch.node) }
        let otherNode = Int64(otherwise == nil ? -1 : aligned[aligned.count - 1].node)
        return append(
            Node(operation: .branch, a: key.node, b: pool(table), c: table.count, low: otherNode),
            aligned[0].type)
    }

    mutating func dated(_ mapping: inout YAMLMapping, _ node: YAMLNode) -> Compiled? {
        let day = mapping.required("dated").flatMap { compile($0, as: "a day", where: FieldType.isDay) }
        var steps: [(day: CivilDate, compiled: Compiled)] = []
        for pair in mapping.mapping("of").map(\.pairs) ?? [] {
            guard let from = pair.key.day("of"), let compiled = compile(pair.value) else { return nil }
            if let last = steps.last, last.day >= from {
                return error(pair.key, "the days are not in order", remedy: "write the earliest first")
            }
            steps.append((from, compiled))
        }
        guard let day, let aligned = align(steps.map(\.compiled), node) else { return nil }
        let start = pool(steps.map { Int64($0.day.number) } + aligned.map { Int64($0.node) })
        return append(Node(operation: .dated, a: day.node, b: start, c: steps.count), aligned[0].type)
    }

    /// Brings alternatives to one type: numbers to the most decimals among them.
    private mutating func align(_ alternatives: [Compiled], _ node: YAMLNode) -> [Compiled]? {
        guard let first = alternatives.first else {
            collector.error(at: node.location, "there is nothing to choose from", remedy: "fill `of:`")
            return nil
        }
        var decimals = 0
        for case .number(let count) in alternatives.map(\.type) { decimals = max(decimals, count) }
        let aligned = alternatives.map { rescaled($0, toDecimals: decimals) }
        if let odd = aligned.first(where: { $0.type != rescaled(first, toDecimals: decimals).type }) {
            collector.error(
                at: node.location,
                "the alternatives differ: one is \(first.type.description), one \(odd.type.description)")
            return nil
        }
        return aligned
    }

    mutating func map(_ mapping: inout YAMLMapping, _ node: YAMLNode) -> Compiled? {
        let key = mapping.required("map").flatMap { compile($0, as: "a word", where: FieldType.isWord) }
        var pairs: [(Int64, Int64)] = []
        for entry in mapping.mapping("to").map(\.allEntries) ?? [] {
            guard let text = entry.value.string("to") else { return nil }
            pairs.append((word(entry.key.value), word(text)))
        }
        guard let key else { return nil }
        // A word that is not in the list stays as it is.
        var table = (0..<program.words.count).map(Int64.init)
        for (from, to) in pairs { table[Int(from)] = to }
        return append(Node(operation: .map, a: key.node, b: pool(table), c: table.count), .word)
    }

    mutating func cycle(_ mapping: inout YAMLMapping) -> Compiled? {
        guard let words = mapping.strings("cycle"), !words.isEmpty else { return nil }
        let start = pool(words.map { word($0.value) })
        program.counterCount += 1
        return append(Node(operation: .cycle, a: start, b: words.count, c: program.counterCount - 1), .word)
    }

    mutating func maybe(_ mapping: inout YAMLMapping) -> Compiled? {
        let share = mapping.required("maybe").flatMap { $0.share("maybe") }
        let value = mapping.required("of").flatMap { compile($0) }
        guard let share, let value else { return nil }
        let threshold = Int64((share.fraction * 0x1p32).rounded(.down))
        return append(Node(operation: .maybe, a: value.node, low: threshold), value.type)
    }
}
