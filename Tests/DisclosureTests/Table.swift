import Disclosure

/// A small problem written down by hand, with cells by name.
struct Table {
    private(set) var problem: DisclosureProblem
    private var names: [String] = []

    init(minimum: Int64 = 5) { problem = DisclosureProblem(minimums: [minimum]) }

    init(minimums: [Int64]) { problem = DisclosureProblem(minimums: minimums) }

    mutating func add(
        _ name: String, _ counts: Int64?..., standing: ControlledCell.Standing = .open, isProtected: Bool = true,
        reluctance: Int = 0
    ) {
        names.append(name)
        problem.cells.append(
            ControlledCell(counts: counts, standing: standing, isProtected: isProtected, reluctance: reluctance))
    }

    /// States that the first is the sum of the others.
    mutating func sum(_ whole: String, _ parts: String...) {
        problem.relations.append(CountRelation(whole: self[whole], parts: parts.map { self[$0] }))
    }

    subscript(_ name: String) -> Int { names.firstIndex(of: name) ?? -1 }

    /// What is hidden, by name.
    func hidden(complementary: Bool = true) -> [String: Suppression.Reason] {
        let reasons = problem.suppression(complementary: complementary).reasons
        return Dictionary(uniqueKeysWithValues: reasons.map { (names[$0], $1) })
    }

    /// What a reader finds out, as "name lowest…highest".
    func exposures(hiding hidden: [String]) -> [String] {
        problem.exposures(hiding: Set(hidden.map { self[$0] })).map { exposure in
            "\(names[exposure.cell]) \(exposure.lowest)…\(exposure.highest.map(String.init) ?? "")"
        }
    }

    /// What a reader still finds out after the suppression.
    var remaining: [String] { exposures(hiding: hidden().keys.sorted()) }
}
