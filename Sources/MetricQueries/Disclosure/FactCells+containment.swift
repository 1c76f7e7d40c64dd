internal import Disclosure

extension FactCells {
    /// Relates cells of different tables, sheets and periods that differ in one root only: months to their year,
    /// offices to their region, a condition's rows to all rows.
    ///
    /// What parts leave of their whole is a cell of its own, which another table may show.
    func relateContained() {
        let known = variables.indices.filter { variables[$0].box.space >= 0 }
        var groups: [CellBox: [Int: [Int]]] = [:]
        for number in known {
            let box = variables[number].box
            for side in box.sides {
                groups[box.with(nil, for: side.root), default: [:]][side.root, default: []].append(number)
            }
        }
        // In the order in which the cells came, so that the same cells give the same relations.
        var done: Set<RootGroup> = []
        for number in known {
            let box = variables[number].box
            // A stock's days are not parts of each other: it is that of the last one.
            for side in box.sides where box.space == 0 || !isSpan(number, side.root) {
                let rest = box.with(nil, for: side.root)
                guard done.insert(RootGroup(box: rest, root: side.root)).inserted else { continue }
                guard let members = groups[rest]?[side.root] else { continue }
                relate(members, whole: self.number(of: rest), root: side.root)
            }
        }
    }

    private func isSpan(_ number: Int, _ root: Int) -> Bool {
        variables[number].kinds.contains { kinds[$0][root]?.isSpan ?? false }
    }

    private struct RootGroup: Hashable {
        let box: CellBox
        let root: Int
    }

    /// Cells of one kind of which none has rows of another.
    private struct Family {
        /// Whether a reader knows that what is left of a whole has no rows when it is shown nowhere.
        let listsAll: Bool
        var owners: [Int32: Int] = [:]
    }

    /// Relates cells that differ in one root, and the cell that is not restricted there.
    private func relate(_ members: [Int], whole: Int?, root: Int) {
        guard members.count > 1 || whole != nil else { return }
        let families = families(of: members, root: root)
        for member in members {
            guard let set = variables[member].box.set(of: root) else { continue }
            relate(member, classes: classSet(set), to: families, root: root)
        }
        if let whole { relate(whole, classes: nil, to: families, root: root) }
    }

    private func families(of members: [Int], root: Int) -> [Family] {
        let sized = members.map { (number: $0, size: variables[$0].box.set(of: root).map { classSet($0).count } ?? 0) }
            .sorted { ($0.size, $0.number) < ($1.size, $1.number) }
        var families: [CellKind?: [Family]] = [:]
        for (number, _) in sized {
            guard let set = variables[number].box.set(of: root) else { continue }
            let classes = classSet(set)
            let own = Set(variables[number].kinds.map { kinds[$0][root] })
            for kind in own.isEmpty ? [nil] : own {
                let place = families[kind, default: []].firstIndex { family in
                    classes.allSatisfy { family.owners[$0] == nil }
                }
                if place == nil { families[kind, default: []].append(Family(listsAll: kind?.listsAll ?? false)) }
                let index = place ?? (families[kind, default: []].count - 1)
                for each in classes { families[kind]?[index].owners[each] = number }
            }
        }
        let known = families.keys.compactMap(\.self).sorted()
        return known.flatMap { families[$0] ?? [] } + (families[nil] ?? [])
    }

    /// Relates a cell to those of each family that are parts of it.
    private func relate(_ whole: Int, classes: [Int32]?, to families: [Family], root: Int) {
        let all = classes ?? Array(0..<Int32(classCount(root)))
        for family in families {
            var hits: [Int: Int] = [:]
            for each in all {
                if let owner = family.owners[each] { hits[owner, default: 0] += 1 }
            }
            let parts = hits.filter { number, count in
                number != whole && variables[number].box.set(of: root).map { classSet($0).count } == count
                    && count < all.count
            }.map(\.key).sorted()
            guard !parts.isEmpty else { continue }
            let counts = difference(variables[whole].counts, parts.map { variables[$0].counts })
            // What is negative cannot be: rows of another state of the data.
            if counts.contains(where: { $0.map { $0 < 0 } ?? false }) { continue }
            let taken = Set(parts.flatMap { variables[$0].box.set(of: root).map(classSet) ?? [] })
            let left = all.filter { !taken.contains($0) }
            let isNothing = counts.allSatisfy { ($0 ?? 0) == 0 } && counts.contains { $0 != nil }
            if left.isEmpty || isNothing && family.listsAll {
                relate(whole, to: parts)
                continue
            }
            let rest = variable(variables[whole].box.with(setNumber(of: left, root: root), for: root))
            update(rest) { variable in
                for (index, count) in counts.enumerated() where variable.counts[index] == nil {
                    variable.counts[index] = count
                }
            }
            relate(whole, to: parts + [rest])
        }
    }
}
