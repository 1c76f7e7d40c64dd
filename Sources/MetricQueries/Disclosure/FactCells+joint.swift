internal import Definitions
internal import Disclosure

extension FactCells {
    /// How many combinations of classes are looked at; beyond it, nothing would be decided in time.
    private static var mostCombinations: Int { 4_000_000 }

    /// Relates all cells to the smallest parts that they are made of, so that everything that follows from several of them,
    /// of whatever tables, follows from the relations.
    ///
    /// - Throws: `DisclosureError.tooDetailed`.
    func relateJointly() throws {
        var slices: [(key: CellBox, cells: [Int])] = []
        for number in variables.indices where variables[number].box.space >= 0 {
            let key = slice(of: variables[number].box)
            if let index = slices.firstIndex(where: { $0.key == key }) {
                slices[index].cells.append(number)
            } else {
                slices.append((key, [number]))
            }
        }
        for (key, cells) in slices { try relate(cells, in: key) }
    }

    /// What cells must have in common to add up: of a stock the days too, since it is that of the last one.
    private func slice(of box: CellBox) -> CellBox {
        CellBox(
            space: box.space,
            sides: Dictionary(
                uniqueKeysWithValues: box.space == 0
                    ? [] : box.sides.filter { dayRoots.contains($0.root) }.map { ($0.root, $0.set) }))
    }

    private func sides(of box: CellBox) -> [CellBox.Side] {
        box.space == 0 ? box.sides : box.sides.filter { !dayRoots.contains($0.root) }
    }

    private func relate(_ cells: [Int], in key: CellBox) throws {
        let boxes = cells.map { sides(of: variables[$0].box) }
        let known = Set(boxes.joined().map(\.root))
        let voids = voids.map { void in
            [void.within.map { CellBox.Side(root: $0.root, set: setNumber(of: $0.classes, root: $0.root)) }]
                .compactMap(\.self) + [
                    CellBox.Side(root: contentRoot, set: setNumber(of: void.classes, root: contentRoot))
                ]
        }.filter { void in void.allSatisfy { known.contains($0.root) } }
        // Classes that nothing tells apart are one.
        var partitions: [Int: Partition] = [:]
        for side in Set((boxes + voids).joined()).sorted(by: { ($0.root, $0.set) < ($1.root, $1.set) }) {
            partitions[side.root, default: Partition(count: classCount(side.root))]
                .split(classSet(side.set).lazy.map(Int.init))
        }
        let used = partitions.mapValues(\.numbered)
        var tables = try JointCells(
            Set((boxes + voids).map { Set($0.map(\.root)) }), classes: used, most: Self.mostCombinations,
            of: fact.name.value)
        let parts = { [self] (sides: [CellBox.Side]) in
            Dictionary(
                uniqueKeysWithValues: sides.map { side in
                    (side.root, used[side.root]?.parts(of: classSet(side.set).lazy.map(Int.init)) ?? [])
                })
        }
        let classes = { [self] (box: CellBox) in parts(sides(of: box)) }
        for void in voids { tables.remove(parts(void)) }
        for number in cells where isShownZero(number) { tables.remove(classes(variables[number].box)) }
        for listing in listings where slice(of: listing.base) == key {
            tables.keep(listing.details.map { classes(variables[$0].box) }, of: classes(listing.base))
        }
        let others = cells.filter { !isShownZero($0) }
        for number in others { tables.split(classes(variables[number].box)) }
        tables.splitLinks()
        var numbers: [JointCells.Part: Int] = [:]
        func variable(_ part: JointCells.Part) -> Int {
            if let known = numbers[part] { return known }
            let number = addRest()
            numbers[part] = number
            return number
        }
        var cells: [[JointCells.Part]: Int] = [:]
        for number in others {
            let parts = tables.parts(of: classes(variables[number].box))
            relate(number, to: parts.map(variable))
            if !parts.isEmpty, variables[number].standing != .implied { cells[parts] = cells[parts] ?? number }
        }
        for (first, second) in tables.linked() {
            // What is shown parts what is unknown on either side of it.
            let common = cells[first] ?? cells[second] ?? addRest()
            relate(common, to: first.map(variable))
            relate(common, to: second.map(variable))
        }
    }
}
