internal import Definitions
internal import Records

/// The rows of a reference table by the member keys of this run, as a tree over the columns.
struct KeyCombinations {
    private var fields: [ComparedField]
    private var steps = StepTable()
    /// The table's row at each node of the tree, negative where none ends.
    private var rows: [Int32] = [-1]

    init(
        _ table: ReferenceTable, columns: [String], fields: [TargetField], _ members: Transformer.Members
    ) throws {
        self.fields = fields.map { ComparedField($0) }
        let places = columns.compactMap { table.column($0) }
        for (number, cells) in table.rows.enumerated() {
            let location = SourceLocation(file: table.file, line: table.lines[number], column: 1)
            var frontier: [Int32] = [0]
            for (field, place) in places.enumerated() {
                let keys =
                    cells[place].isEmpty ? [] : try self.fields[field].keys(of: cells[place], at: location, members)
                var next: [Int32] = []
                for node in frontier {
                    for key in keys { next.append(child(of: node, key)) }
                }
                frontier = next
            }
            for node in frontier { rows[Int(node)] = Int32(truncatingIfNeeded: number) }
        }
    }

    private mutating func child(of node: Int32, _ key: Int64) -> Int32 {
        let known = steps.child(of: node, key)
        if known >= 0 { return known }
        let new = Int32(truncatingIfNeeded: rows.count)
        steps.insert(new, under: node, key)
        rows.append(-1)
        return new
    }

    /// The table's row that each row of a batch matches, negative when none does.
    ///
    /// - Parameter places: the fact's fields in the order of the table's columns.
    func rows(of typed: TypedBatch, _ places: [Int]) -> [Int32] {
        var nodes = [Int32](repeating: 0, count: typed.rowCount)
        var keys = ComparedKeys()
        for (field, place) in places.enumerated() {
            fields[field].fill(&keys, from: typed.columns[place])
            Self.advance(&nodes, keys, steps)
        }
        for row in nodes.indices where nodes[row] >= 0 { nodes[row] = rows[Int(nodes[row])] }
        return nodes
    }

    private static func advance(_ nodes: inout [Int32], _ keys: ComparedKeys, _ steps: StepTable) {
        var nodes = nodes.mutableSpan
        let (numbers, known) = (keys.numbers.span, keys.known.span)
        for row in nodes.indices where nodes[row] >= 0 {
            nodes[row] = known[row] ? steps.child(of: nodes[row], numbers[row]) : -1
        }
    }
}
