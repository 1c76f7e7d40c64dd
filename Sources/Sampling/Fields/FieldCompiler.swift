import Definitions

/// Populations and tables, which every recipe of a folder may use.
struct SharedMembers {
    var populations: [Population] = []
    var tables: [SampleTable] = []
}

/// Turns the expressions of a recipe into nodes, and reports what does not fit.
struct FieldCompiler {
    struct Field {
        let slot: Int
        let type: FieldType
    }

    struct Compiled {
        let node: Int
        let type: FieldType
    }

    let shared: SharedMembers
    let collector: DiagnosticCollector
    var program = FieldProgram()
    private(set) var fields: [String: Field] = [:]
    /// Fields that are wrong in themselves, which nothing more is said about.
    private var failed: Set<String> = []
    private var wordIndices: [String: Int64] = [:]
    /// The names and types of the fields of each detail, in the order of its line.
    var detailFields: [[String: (index: Int, type: FieldType)]] = []

    init(shared: SharedMembers, collector: DiagnosticCollector) {
        self.shared = shared
        self.collector = collector
    }

    /// Compiles a field and gives it a slot.
    mutating func add(_ name: Located<String>, _ node: YAMLNode) {
        if fields[name.value] != nil {
            collector.error(
                at: name.location, "the field `\(name.value)` is already there",
                remedy: "give it another name")
        }
        guard let compiled = compile(node) else {
            failed.insert(name.value)
            return
        }
        let field = declare(name.value, compiled.type)
        program.fields.append((field.slot, compiled.node))
    }

    /// Gives a name a slot that something else than an expression fills.
    @discardableResult
    mutating func declare(_ name: String, _ type: FieldType) -> Field {
        let field = Field(slot: program.slotCount, type: type)
        program.slotCount += 1
        fields[name] = field
        return field
    }

    /// The slot of words that strata, listings or cells set.
    mutating func wordSlot(_ name: Located<String>) -> Int {
        if let field = fields[name.value] {
            if field.type != .word {
                collector.error(
                    at: name.location, "`\(name.value)` holds \(field.type.description) and cannot be set",
                    remedy: "use another name")
            }
            return field.slot
        }
        return declare(name.value, .word).slot
    }

    /// Reads `{ field: word }` into slots and words.
    mutating func settings(_ mapping: YAMLMapping?) -> [Int: Int64] {
        var settings: [Int: Int64] = [:]
        for entry in mapping?.allEntries ?? [] {
            guard let text = entry.value.string(entry.key.value) else { continue }
            settings[wordSlot(entry.key)] = word(text)
        }
        return settings
    }

    mutating func word(_ text: String) -> Int64 {
        if let index = wordIndices[text] { return index }
        let index = Int64(program.words.count)
        program.words.append(text)
        wordIndices[text] = index
        return index
    }

    mutating func append(_ node: Node, _ type: FieldType) -> Compiled {
        program.nodes.append(node)
        return Compiled(node: program.nodes.count - 1, type: type)
    }

    /// Appends integers to the pool and returns where they start.
    mutating func pool(_ integers: [Int64]) -> Int {
        program.pool += integers
        return program.pool.count - integers.count
    }

    func error(_ node: YAMLNode, _ message: String, remedy: String? = nil) -> Compiled? {
        collector.error(at: node.location, message, remedy: remedy)
        return nil
    }

    /// A scalar is a number or the name of a field; a mapping is named by its first key.
    mutating func compile(_ node: YAMLNode) -> Compiled? {
        if let text = node.scalarText {
            if let number = Decimal64(text) {
                return append(
                    Node(operation: .constant, low: number.digits), .number(decimals: number.decimals))
            }
            return reference(Located(text, at: node.location))
        }
        guard var mapping = node.mapping("expression") else { return nil }
        guard let kind = mapping.keys.first?.value else { return error(node, "the expression is empty") }
        let known = collector.diagnostics.count
        let compiled = compile(kind, &mapping, node)
        if compiled != nil || collector.diagnostics.count == known { mapping.rejectUnreadKeys() }
        return compiled
    }

    private mutating func compile(_ kind: String, _ mapping: inout YAMLMapping, _ node: YAMLNode) -> Compiled? {
        switch kind {
        case "word": return wordConstant(&mapping)
        case "pick": return pick(&mapping)
        case "by": return branch(&mapping, node)
        case "dated": return dated(&mapping, node)
        case "map": return map(&mapping, node)
        case "cycle": return cycle(&mapping)
        case "maybe": return maybe(&mapping)
        case "between": return between(&mapping, node)
        case "times": return times(&mapping, node)
        case "plus", "least": return aligned(kind == "plus" ? .plus : .least, kind, &mapping, node)
        case "sequence": return sequence(&mapping)
        case "date": return date(&mapping)
        case "after": return after(&mapping)
        case "month_of": return month(&mapping)
        case "member_of": return draw(&mapping)
        case "next_member_of": return next(&mapping)
        case "row_of": return row(&mapping)
        case "lines": return lines(&mapping, node)
        case "count_of", "sum_of": return lineTotal(kind, &mapping)
        default:
            let kinds = [
                "after", "between", "by", "count_of", "cycle", "date", "dated", "least", "lines", "map",
                "maybe", "member_of",
                "month_of", "next_member_of", "pick", "plus", "row_of", "sequence", "sum_of", "times", "word",
            ]
            let nearest = nearestWord(to: kind, among: kinds).map { "did you mean `\($0)`?" }
            return error(
                node, "`\(kind)` is no kind of expression",
                remedy: nearest ?? "begin with one of \(kinds.map { "`\($0)`" }.joined(separator: ", "))")
        }
    }

    /// A field by its name, or `field.attribute` of a member or a table's row.
    mutating func reference(_ name: Located<String>) -> Compiled? {
        if let field = fields[name.value] {
            return append(Node(operation: .slot, a: field.slot), field.type)
        }
        let parts = name.value.split(separator: ".", maxSplits: 1).map(String.init)
        if let first = parts.first, failed.contains(first) { return nil }
        if parts.count == 2, let field = fields[parts[0]] {
            return part(parts[1], of: field, name)
        }
        let nearest = nearestWord(to: name.value, among: fields.keys.sorted())
        collector.error(
            at: name.location, "no field `\(name.value)` stands above",
            remedy: nearest.map { "did you mean `\($0)`?" }
                ?? "define it first, or write `{ word: \(name.value) }`")
        return nil
    }

    private mutating func part(_ part: String, of field: Field, _ name: Located<String>) -> Compiled? {
        let base = append(Node(operation: .slot, a: field.slot), field.type)
        switch field.type {
        case .member(let population):
            let attributes = shared.populations[population].attributes
            if let index = attributes.firstIndex(where: { $0.name == part }) {
                let words = shared.populations[population].values(of: index).map { word($0) }
                return append(Node(operation: .attribute, a: base.node, b: population, c: pool(words)), .word)
            }
            collector.error(
                at: name.location, "`\(shared.populations[population].name)` has no attribute `\(part)`",
                remedy: "it has \(attributes.map { "`\($0.name)`" }.joined(separator: ", "))")
        case .row(let table):
            if let index = shared.tables[table].column(part) {
                let words = shared.tables[table].rows.map { word($0[index]) }
                return append(Node(operation: .column, a: base.node, b: pool(words)), .word)
            }
            collector.error(
                at: name.location, "`\(shared.tables[table].name)` has no column `\(part)`",
                remedy: "it has \(shared.tables[table].columns.map { "`\($0)`" }.joined(separator: ", "))")
        default:
            collector.error(
                at: name.location,
                "only a member or a table's row has parts, and this is \(field.type.description)")
        }
        return nil
    }

    /// Compiles what must be of a certain type.
    mutating func compile(_ node: YAMLNode, as what: String, where fits: (FieldType) -> Bool) -> Compiled? {
        guard let compiled = compile(node) else { return nil }
        if fits(compiled.type) { return compiled }
        return error(node, "this must be \(what) and is \(compiled.type.description)")
    }

    /// Brings a number to more decimals.
    mutating func rescaled(_ compiled: Compiled, toDecimals wanted: Int) -> Compiled {
        guard case .number(let decimals) = compiled.type, decimals < wanted else { return compiled }
        return append(
            Node(operation: .rescale, a: compiled.node, low: Int64(powerOfTen(wanted - decimals))),
            .number(decimals: wanted))
    }
}

extension FieldType {
    static func isWord(_ type: FieldType) -> Bool { type == .word }
    static func isDay(_ type: FieldType) -> Bool { type == .day }
    static func isNumber(_ type: FieldType) -> Bool { if case .number = type { true } else { false } }
    static func isWhole(_ type: FieldType) -> Bool { type == .number(decimals: 0) }
}
