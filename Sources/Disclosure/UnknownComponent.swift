/// Unknown cells that rows connect, with these rows.
struct UnknownComponent {
    /// In rising order.
    var cells: [Int] = []
    /// In rising order.
    var rows: [Int] = []

    /// The place of a cell; nil when it is not in the component.
    func place(of cell: Int) -> Int? {
        var range = 0..<cells.count
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            if cells[middle] == cell { return middle }
            range = cells[middle] > cell ? range.lowerBound..<middle : middle + 1..<range.upperBound
        }
        return nil
    }

    /// Parts the unknown cells into components; those that follow by subtraction belong to none.
    ///
    /// - Parameters:
    ///   - least: by cell, the least count that a reader holds possible.
    ///   - isOfInterest: by cell, whether its own bounds are wanted.
    static func all(
        in system: CountSystem, isUnknown: [Bool], after subtraction: Subtraction, least: [Int64],
        isOfInterest: [Bool]
    ) -> [UnknownComponent] {
        var rows = BindingRows(system, isUnknown: isUnknown, after: subtraction)
        rows.dropFree(least: least, isOfInterest: isOfInterest)
        var trees = DisjointSets(count: isUnknown.count)
        for row in rows.binding {
            let cells = rows.unknowns(of: row)
            for cell in cells.dropFirst() { trees.join(cells[0], cell) }
        }
        var numbers: [Int: Int] = [:]
        var components: [UnknownComponent] = []
        for cell in isUnknown.indices where isUnknown[cell] && subtraction.place[cell] == nil {
            let root = trees.root(of: cell)
            if let number = numbers[root] {
                components[number].cells.append(cell)
            } else {
                numbers[root] = components.count
                components.append(UnknownComponent(cells: [cell]))
            }
        }
        for row in rows.binding {
            guard let first = rows.unknowns(of: row).first, let number = numbers[trees.root(of: first)] else {
                continue
            }
            components[number].rows.append(row)
        }
        return components
    }
}
