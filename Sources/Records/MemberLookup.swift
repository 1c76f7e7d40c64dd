/// The versions of members by natural key and date, as a value that a loop can hold.
package struct MemberLookup: Sendable {
    /// What a look-up found.
    package enum Match: Equatable, Sendable {
        case member(Int32)
        case none
        /// Several members share the key at that time.
        case ambiguous
    }

    /// One version of a member, valid from a day up to, not including, another.
    struct Version {
        let from: Int32
        let to: Int32
        let key: Int32
        let next: Int32
    }

    /// Natural keys part by part.
    package private(set) var keys = ByteKeyTable()
    /// The latest added version of each key, behind which the others follow; none for what is but the beginning of keys.
    private var first: [Int32] = []
    private var versions: [Version] = []

    package init() {}

    /// Finds the version that is valid on a day.
    ///
    /// - Parameter entry: the number in `keys` of the last part of a natural key.
    package func version(of entry: Int, on day: Int32) -> Match {
        var match = Match.none
        var index = first[entry]
        while index >= 0 {
            let version = versions[Int(index)]
            if version.from <= day, day < version.to {
                guard match == .none else { return .ambiguous }
                match = .member(version.key)
            }
            index = version.next
        }
        return match
    }

    /// The number of a natural key in `keys`, nil when nothing begins with it.
    func entry(of parts: [String]) -> Int? {
        var entry = -1
        for part in parts {
            guard let next = keys.find(Array(part.utf8).span, behind: entry) else { return nil }
            entry = next
        }
        return entry < 0 ? nil : entry
    }

    mutating func add(_ parts: [String], from: Int32, to: Int32, key: Int32) {
        var entry = -1
        for part in parts { entry = keys.insert(Array(part.utf8).span, behind: entry) }
        precondition(entry >= 0, "a natural key has a part")
        while first.count < keys.count { first.append(-1) }
        versions.append(Version(from: from, to: to, key: key, next: first[entry]))
        first[entry] = Int32(versions.count - 1)
    }

    /// The versions of a natural key, the latest added first.
    func versions(of parts: [String]) -> [Version] {
        var found: [Version] = []
        var index = entry(of: parts).map { first[$0] } ?? -1
        while index >= 0 {
            found.append(versions[Int(index)])
            index = versions[Int(index)].next
        }
        return found
    }
}
