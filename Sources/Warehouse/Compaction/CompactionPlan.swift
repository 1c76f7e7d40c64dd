/// Which leaves of a fact are rewritten as which new ones.
///
/// Leaves that readers need and leaves of history alone are counted apart. Of each kind, leaves are of one size when
/// their rows lie between two powers of eight; eight or more of the smallest such size become one. So a row is rewritten
/// once for each power of eight between its load and the whole fact, n loads cost O(n log n), and at most seven leaves of
/// a size stay. Before there are more than 32 of a kind nothing of that is worth a reader's while.
///
/// A leaf whose rows are less than half live is rewritten at once, its history apart; the rows that went out of sight
/// since it was written pay for that.
struct CompactionPlan: Equatable {
    enum Demand {
        /// What makes reading cheaper by more than it costs.
        case whatPays
        /// As few leaves as can be.
        case everything
    }

    /// How many leaves of a kind may stand before small ones are joined.
    static let mostLeaves = 32
    /// How many leaves of a size become one.
    static let fanIn = 8
    /// Leaves of fewer rows count as one size, and what lies idle in them is left there.
    static let smallLeaf = 4_096
    /// More than `fanIn` leaves are joined at once while they have no more rows than this.
    static let easyRows = 4_000_000
    /// How many versions a leaf of history may hold: their list stands in one row of `pg_class`, which has 8 KB.
    static let mostVersions = 256

    /// The rows of a version of a slice, on their way to the version they will stand under.
    struct Move: Equatable {
        let slice: Int32
        let version: Int32
        let rows: Int
        /// The place of its new version among those of the new leaf.
        let layer: Int
    }

    /// A new leaf; under each of its versions stands at most one version of each slice.
    struct NewLeaf: Equatable {
        let isLive: Bool
        let moves: [Move]

        var layers: Int { (moves.map(\.layer).max() ?? -1) + 1 }
    }

    /// The leaves that hold nothing that is kept.
    let emptied: [StoredLeaf]
    let rewritten: [StoredLeaf]
    let newLeaves: [NewLeaf]

    init(_ leaves: [StoredLeaf], _ demand: Demand) {
        emptied = leaves.filter(\.kept.isEmpty)
        let held = leaves.filter { !$0.kept.isEmpty }
        let idle = held.filter(Self.isIdle)
        let others = held.filter { !Self.isIdle($0) }
        let chosen =
            demand == .everything
            ? held
            : idle + Self.crowded(others.filter(\.isLive))
                + Self.crowded(others.filter { !$0.isLive && $0.versions.count <= Self.mostVersions / 2 })
        let newLeaves = Self.newLeaves(of: chosen)
        // Leaves that would come out as they are now are left alone.
        let gains =
            newLeaves.count < chosen.count
            || chosen.contains { $0.unkeptRows > 0 || $0.isLive && $0.kept.contains { !$0.isLive } }
        rewritten = gains ? chosen : []
        self.newLeaves = gains ? newLeaves : []
    }

    var isEmpty: Bool { emptied.isEmpty && rewritten.isEmpty }

    /// Whether under half of a leaf's rows are of use: live, or kept in a leaf of history.
    private static func isIdle(_ leaf: StoredLeaf) -> Bool {
        leaf.rows >= smallLeaf && 2 * (leaf.isLive ? leaf.liveRows : leaf.keptRows) < leaf.rows
    }

    /// The leaves of the smallest size of which there are enough, once there are too many of a kind.
    private static func crowded(_ leaves: [StoredLeaf]) -> [StoredLeaf] {
        guard leaves.count > mostLeaves else { return [] }
        let sizes = Dictionary(grouping: leaves) { size($0.rows) }
        guard let smallest = sizes.keys.sorted().first(where: { sizes[$0, default: []].count >= fanIn }) else {
            return []
        }
        var rows = 0
        var chosen: [StoredLeaf] = []
        for leaf in sizes[smallest, default: []].sorted(by: { ($0.rows, $0.name) < ($1.rows, $1.name) }) {
            rows += leaf.rows
            if chosen.count >= fanIn && rows > easyRows { break }
            chosen.append(leaf)
        }
        return chosen
    }

    /// The power of eight that rows lie under.
    private static func size(_ rows: Int) -> Int {
        var size = 0
        var most = smallLeaf
        while rows >= most {
            size += 1
            let (next, overflow) = most.multipliedReportingOverflow(by: fanIn)
            if overflow { break }
            most = next
        }
        return size
    }

    /// Lays out what is kept: the published pairs in one leaf, older ones in others, the n-th last of each slice under
    /// the n-th version.
    private static func newLeaves(of leaves: [StoredLeaf]) -> [NewLeaf] {
        let pairs = leaves.flatMap(\.kept)
        func move(_ pair: StoredLeaf.Pair, _ layer: Int) -> Move {
            Move(slice: pair.slice, version: pair.version, rows: pair.rows, layer: layer)
        }
        let live = pairs.filter(\.isLive).map { move($0, 0) }
        var history: [[Move]] = []
        for (_, versions) in Dictionary(grouping: pairs.filter { !$0.isLive }, by: \.slice).sorted(by: {
            $0.key < $1.key
        }) {
            for (layer, pair) in versions.sorted(by: { $0.age < $1.age }).enumerated() {
                let (leaf, place) = layer.quotientAndRemainder(dividingBy: mostVersions)
                if leaf == history.count { history.append([]) }
                history[leaf].append(move(pair, place))
            }
        }
        return (live.isEmpty ? [] : [NewLeaf(isLive: true, moves: live)])
            + history.map { NewLeaf(isLive: false, moves: $0) }
    }
}
