/// The places of a table by some roots: every combination of their classes.
struct JointTable {
    let roots: [Int]
    private let sizes: [Int]
    let count: Int

    /// - Returns: nil for a table of more places than these.
    init?(roots: [Int], sizes: [Int], most: Int) {
        self.roots = roots
        self.sizes = sizes
        var count = 1
        for size in sizes {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows, product <= most else { return nil }
            count = product
        }
        self.count = count
    }

    /// The places that are in a set of classes of each root, in order; roots that are not named allow all.
    func places(of classes: [Int: [Int]]) -> [Int] {
        var places = [0]
        for (root, size) in zip(roots, sizes) {
            let allowed = classes[root] ?? Array(0..<size)
            var next: [Int] = []
            next.reserveCapacity(places.count * allowed.count)
            for place in places {
                for each in allowed { next.append(place * size + each) }
            }
            places = next
        }
        return places
    }
}
