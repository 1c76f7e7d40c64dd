internal import Definitions
internal import Disclosure
internal import Foundation

extension FactCells {
    /// Takes over what earlier reports have shown of cells and hidden of them.
    func remember(_ stored: [StoredCell]) throws {
        var lists: [StoredList: (moments: Set<String>, cells: Set<CellDescription>)] = [:]
        for cell in stored {
            let description = cell.description
            guard let space = space(of: description),
                let box = box(of: description.conditions, space: space, at: cell.moment), !isEmpty(box)
            else { continue }
            let counts = try self.counts(cell.counts)
            let isNew = number(of: box) == nil || variables[variable(box)].standing == .implied
            let number = variable(box)
            remembered[number, default: []].insert(StoredText(cell))
            let list = StoredList(description)
            if !list.paths.isEmpty {
                lists[list, default: ([], [])].moments.insert(cell.moment)
                lists[list]?.cells.insert(description)
            }
            update(number) { variable in
                variable.isProtected = true
                variable.earlier = description.conditions
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
            // What was hidden once stays so, also when it has other rows.
            if cell.isHidden, let box = self.box(of: description.conditions, space: space),
                let number = self.number(of: box), variables[number].standing == .open
            {
                update(number) { $0.standing = .hidden }
            }
        }
        for (list, known) in lists {
            for moment in known.moments {
                try self.list(known.cells, as: list, at: moment)
            }
        }
    }

    /// Notes what a table has shown at a moment; what has not changed since another one was not kept again.
    private func list(_ cells: Set<CellDescription>, as list: StoredList, at moment: String) throws {
        let description = CellDescription(stock: list.stock, conditions: Array(list.conditions))
        guard let space = space(of: description),
            let base = box(of: description.conditions, space: space, at: moment)
        else { return }
        self.list(
            cells.compactMap { box(of: $0.conditions, space: space, at: moment).flatMap(number) }.sorted(), of: base)
    }

    /// Nil for a stock that is not asked about, which has nothing to do with what is.
    private func space(of cell: CellDescription) -> Int? {
        guard let stock = cell.stock else { return 0 }
        return stocks.firstIndex(of: stock).map { $0 + 1 }
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

    /// What is to be kept of the cells that are shown or hidden now, without what is kept already.
    func decisions(hidden: Set<Int>) throws -> [StoredCell] {
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
                    counts: text, moment: moment)
            }.filter { !(remembered[number]?.contains(StoredText($0)) ?? false) }
        }
    }
}

/// What is kept of a cell, whenever it was.
struct StoredText: Hashable {
    let cell: String
    let isHidden: Bool
    let counts: String

    init(_ cell: StoredCell) {
        self.cell = cell.cell
        isHidden = cell.isHidden
        counts = cell.counts
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
