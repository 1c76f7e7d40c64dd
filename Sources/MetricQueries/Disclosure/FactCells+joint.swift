internal import Definitions
internal import Disclosure

extension FactCells {
    /// How many combinations of classes are looked at; beyond it, nothing would be decided in time.
    private static var mostCombinations: Int { 1_000_000 }

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
        let voids = voids(among: Set(boxes.joined().map(\.root)))
        let classes = toldApart(Set((boxes + voids).joined()))
        func parts(_ sides: [CellBox.Side]) -> [Int: [Int]] {
            Dictionary(
                uniqueKeysWithValues: sides.map { side in
                    (side.root, classes[side.root]?.parts(of: classSet(side.set).lazy.map(Int.init)) ?? [])
                })
        }
        func parts(_ cell: Int) -> [Int: [Int]] { parts(sides(of: variables[cell].box)) }
        var tables = try JointCells(
            Set((boxes + voids).map { Set($0.map(\.root)) }), classes: classes, most: Self.mostCombinations,
            of: fact.name.value)
        for void in voids { tables.remove(parts(void)) }
        for cell in cells where isShownZero(cell) { tables.remove(parts(cell)) }
        for listing in listings where slice(of: listing.base) == key {
            tables.keep(listing.details.map(parts), of: parts(sides(of: listing.base)))
        }
        let others = cells.filter { !isShownZero($0) }
        for cell in others { tables.split(parts(cell)) }
        tables.splitLinks()
        relate(others.map { ($0, tables.parts(of: parts($0))) }, linked: tables.linked())
    }

    /// What is known to have no rows, of these roots.
    private func voids(among roots: Set<Int>) -> [[CellBox.Side]] {
        voids.map { void in
            [(contentRoot, void.classes)] + (void.within.map { [($0.root, $0.classes)] } ?? [])
        }.filter { $0.allSatisfy { roots.contains($0.0) } }.map { void in
            void.map { CellBox.Side(root: $0.0, set: setNumber(of: $0.1, root: $0.0)) }
        }
    }

    /// By root: its classes, where those that nothing tells apart are one.
    private func toldApart(_ sides: Set<CellBox.Side>) -> [Int: Partition] {
        var partitions: [Int: Partition] = [:]
        for side in sides.sorted(by: { ($0.root, $0.set) < ($1.root, $1.set) }) {
            partitions[side.root, default: Partition(count: classCount(side.root))]
                .split(classSet(side.set).lazy.map(Int.init))
        }
        return partitions.mapValues(\.numbered)
    }

    private func relate(
        _ cells: [(cell: Int, parts: [JointCells.Part])],
        linked: [(first: [JointCells.Part], second: [JointCells.Part])]
    ) {
        var numbers: [JointCells.Part: Int] = [:]
        func variable(_ part: JointCells.Part) -> Int {
            if let known = numbers[part] { return known }
            let number = addRest()
            numbers[part] = number
            return number
        }
        var shown: [[JointCells.Part]: Int] = [:]
        for (cell, parts) in cells {
            relate(cell, to: parts.map(variable))
            if !parts.isEmpty, variables[cell].standing != .implied { shown[parts] = shown[parts] ?? cell }
        }
        for (first, second) in linked {
            // What is shown parts what is unknown on either side of it.
            let common = shown[first] ?? shown[second] ?? addRest()
            relate(common, to: first.map(variable))
            relate(common, to: second.map(variable))
        }
    }
}
