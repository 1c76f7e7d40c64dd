/// The classes of the root by which slices are cut, each told apart by when its rows were published.
struct ContentClasses {
    /// What is known to have no rows: a set of classes of this root, within another set of another root.
    struct Void {
        let classes: [Int32]
        let within: (root: Int, classes: [Int32])?
    }

    let root: Int
    private(set) var count = 0
    /// By class of the root.
    private var expanded: [[Int32]] = []
    /// By moment.
    private var seen: [[Int32]]
    private(set) var voids: [Void] = []

    /// - Parameters:
    ///   - find: the root of a condition, and its classes there.
    ///   - sizes: by root, how many classes it has.
    init(
        _ history: ContentHistory, root: Int, sizes: [Int],
        _ find: (CellCondition) -> (root: Int, classes: [Int32])?
    ) {
        self.root = root
        seen = history.moments.map { _ in [] }
        let regions = history.contents.map { content in
            content.regions.map { region in
                let days = region.days.flatMap(find).flatMap { $0.root == root ? Set($0.classes) : nil }
                return (days: days, part: region.part.flatMap(find).flatMap { $0.classes.isEmpty ? nil : $0 })
            }
        }
        for base in sizes.indices.contains(root) ? 0..<Int32(sizes[root]) : 0..<0 {
            let here = regions.map { $0.filter { $0.days?.contains(base) ?? true } }
            let isReplaced = history.hasOneFeed && here.contains { $0.contains { $0.days != nil && $0.part == nil } }
            var classes: [Int32] = []
            // What has not changed.
            if !isReplaced {
                let number = add(isSeen: history.moments.map { _ in true })
                classes.append(number)
                if history.hasOneFeed {
                    for region in here.joined() where region.days != nil {
                        if let part = region.part { voids.append(Void(classes: [number], within: part)) }
                    }
                }
            }
            for (content, regions) in zip(history.contents, here) where !regions.isEmpty {
                let number = add(isSeen: content.isSeen)
                classes.append(number)
                let parts = regions.map(\.part)
                let roots = Set(parts.map { $0?.root })
                guard roots.count == 1, let part = parts[0]?.root else { continue }
                let allowed = Set(parts.flatMap { $0?.classes ?? [] })
                let others = (0..<Int32(sizes[part])).filter { !allowed.contains($0) }
                voids.append(Void(classes: [number], within: (part, others)))
            }
            expanded.append(classes)
        }
    }

    private mutating func add(isSeen: [Bool]) -> Int32 {
        let number = Int32(count)
        count += 1
        for (moment, isSeen) in isSeen.enumerated() where isSeen { seen[moment].append(number) }
        return number
    }

    /// The classes that a set of the root's has become.
    func expand(_ classes: [Int32]) -> [Int32] { classes.flatMap { expanded[Int($0)] } }

    /// What was published at a moment.
    func classes(at moment: Int) -> [Int32] { seen[moment] }
}
