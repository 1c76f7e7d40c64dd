internal import Disclosure

extension FactCells {
    /// Which quantities count things that several cells may have in common.
    var overlapping: Set<Int> {
        Set(
            quantities.indices.filter {
                if case .distinct = quantities[$0] { true } else { false }
            })
    }

    /// Relates cells to the members that a list has of them, for quantities that need not add up but may.
    func relateDistinct() {
        guard !overlapping.isEmpty, let rows = quantities.firstIndex(of: .rows) else { return }
        for quantity in overlapping.sorted() {
            let known = variables.indices.filter {
                variables[$0].counts[quantity] != nil && variables[$0].box.space == 0
            }
            for listing in listings where listing.base.space == 0 {
                let details = listing.details.filter { variables[$0].counts[quantity] != nil }
                guard !details.isEmpty else { continue }
                for whole in known {
                    let parts = details.filter { $0 != whole && isPart(variables[$0].box, of: variables[whole].box) }
                    let sum = parts.reduce(0 as Int64) { $0 &+ (variables[$1].counts[rows] ?? 0) }
                    // Parts with as many rows as the whole are all that it has.
                    if !parts.isEmpty, sum == variables[whole].counts[rows] { relate(whole, to: parts) }
                }
            }
        }
    }

    private func isPart(_ inner: CellBox, of outer: CellBox) -> Bool {
        outer.sides.allSatisfy { side in
            inner.set(of: side.root).map { $0 == side.set || isSubset($0, of: side.set, root: side.root) } ?? false
        }
    }
}
