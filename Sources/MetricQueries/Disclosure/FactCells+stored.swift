internal import Definitions
internal import Disclosure
internal import Foundation

extension FactCells {
    /// Takes over what earlier reports have shown of cells and hidden of them.
    func remember(_ stored: [StoredCell], stocks: [String]) throws {
        var lists: [StoredList: [Int]] = [:]
        for cell in stored {
            let description = cell.description
            let space = description.stock.flatMap { stocks.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
            // A stock that is not asked about has nothing to do with what is.
            if description.stock != nil, space == 0 { continue }
            guard let box = box(of: description.conditions, space: space), !isEmpty(box) else { continue }
            let counts = try self.counts(cell.counts)
            let isNew = number(of: box) == nil || variables[variable(box)].standing == .implied
            let number = variable(box)
            let list = StoredList(description)
            if !list.paths.isEmpty { lists[list, default: []].append(number) }
            update(number) { variable in
                variable.isProtected = true
                for (index, count) in counts.enumerated() where variable.counts[index] == nil {
                    variable.counts[index] = count
                }
                if cell.isHidden {
                    variable.standing = .hidden
                } else if isNew || zip(variable.counts, counts).allSatisfy({ $1 == nil || $0 == $1 }) {
                    // What was shown with other counts may be hidden now: nobody has seen the new ones.
                    if variable.standing != .hidden { variable.standing = .known }
                }
            }
        }
        for (list, details) in lists {
            let space = list.stock.flatMap { stocks.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
            if let base = box(of: Array(list.conditions), space: space) { self.list(details, of: base) }
        }
    }

    /// What tables that were shown before had rows of.
    private struct StoredList: Hashable {
        let stock: String?
        let conditions: Set<CellCondition>
        let paths: Set<String>

        init(_ cell: CellDescription) {
            stock = cell.stock
            conditions = Set(cell.conditions.filter { $0.memberPath == nil })
            paths = Set(cell.conditions.compactMap(\.memberPath))
        }
    }

    private func counts(_ text: String) throws -> [Int64?] {
        let known = try JSONDecoder().decode([String: Int64].self, from: Data(text.utf8))
        return quantities.map { known[$0.text] }
    }

    /// What is to be kept of the cells that are shown or hidden now.
    func decisions(hidden: Set<Int>, stocks: [String]) throws -> [StoredCell] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try variables.enumerated().flatMap { number, variable in
            let stock = variable.box.space > 0 ? stocks[variable.box.space - 1] : nil
            var counts: [String: Int64] = [:]
            for (quantity, count) in zip(quantities, variable.counts) { counts[quantity.text] = count }
            let text = String(decoding: try encoder.encode(counts), as: UTF8.self)
            return try variable.conditions.map { conditions in
                let description = CellDescription(stock: stock, conditions: conditions)
                return StoredCell(
                    cell: try description.text(), description: description, isHidden: hidden.contains(number),
                    counts: text)
            }
        }
    }
}

extension CellCondition {
    fileprivate var memberPath: String? { if case .member(let path, _, _) = self { path } else { nil } }
}

extension CellQuantity {
    /// The name that the ledger knows the quantity by.
    var text: String {
        switch self {
        case .rows: "rows"
        case .distinct(let column): "distinct \(column)"
        case .sum(let measure): "sum \(measure)"
        }
    }
}
