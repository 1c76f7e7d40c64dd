/// What stands in a leaf: pairs of slice and version, with their rows.
struct StoredLeaf: Equatable {
    /// A version of a slice.
    struct Pair: Equatable {
        let slice: Int32
        let version: Int32
        let rows: Int
        /// 0 for what is published; 1, 2 … for kept versions of the slice, the last retired first.
        let age: Int

        var isLive: Bool { age == 0 }
    }

    let name: String
    let versions: [Int32]
    /// What readers see, and what is kept for looking back.
    let kept: [Pair]
    /// The rows of pairs that are kept no longer.
    let unkeptRows: Int

    var live: [Pair] { kept.filter(\.isLive) }
    var liveRows: Int { kept.reduce(0) { $0 + ($1.isLive ? $1.rows : 0) } }
    var keptRows: Int { kept.reduce(0) { $0 + $1.rows } }
    var rows: Int { keptRows + unkeptRows }
    /// Whether readers of what is published need it.
    var isLive: Bool { kept.contains(where: \.isLive) }
}
