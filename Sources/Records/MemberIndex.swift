/// The members of a dimension by a natural key, with the versions of each by date.
///
/// One index is shared by everything that looks up in one run, so that a member inferred for one row is there for the
/// next; it therefore has identity. It is used by one task at a time.
package final class MemberIndex {
    /// What a look-up found.
    package enum Match: Equatable {
        case member(Int32)
        case none
        /// Several members share the key at that time.
        case ambiguous
    }

    /// A member that was created because a row named it.
    package struct Inferred: Sendable {
        package let key: Int32
        /// The natural key, column by column.
        package let parts: [String]
        /// Its validity in days since 2000-01-01; the extremes of the type mean without bound.
        package let from: Int32
        package let to: Int32
    }

    package static let missing: Int32 = -1
    package static let notApplicable: Int32 = -2

    private struct Version {
        let from: Int32
        let to: Int32
        let key: Int32
        let next: Int32
    }

    package let dimension: String
    private var keys = ByteKeyTable()
    /// The latest added version of each key; the others follow by `next`.
    private var first: [Int32] = []
    private var versions: [Version] = []
    private let reserveKey: () throws -> Int32
    package private(set) var inferred: [Inferred] = []

    /// - Parameter reserveKey: gives the surrogate key of a member that is to be inferred.
    package init(dimension: String, reserveKey: @escaping () throws -> Int32) {
        self.dimension = dimension
        self.reserveKey = reserveKey
    }

    /// Writes the parts of a natural key so that no two different keys look alike: each part after its length.
    package static func encode(_ part: borrowing Span<UInt8>, into key: inout [UInt8]) {
        let count = UInt32(part.count)
        key.append(UInt8(truncatingIfNeeded: count >> 16))
        key.append(UInt8(truncatingIfNeeded: count >> 8))
        key.append(UInt8(truncatingIfNeeded: count))
        for index in part.indices { key.append(part[index]) }
    }

    package static func encode(_ parts: [String]) -> [UInt8] {
        var key: [UInt8] = []
        for part in parts { encode(Array(part.utf8).span, into: &key) }
        return key
    }

    /// Adds a version of a member, valid from a day up to, not including, another (days since 2000-01-01).
    package func add(_ parts: [String], from: Int32, to: Int32, key: Int32) {
        let entry = keys.insert(Self.encode(parts).span)
        if entry == first.count { first.append(-1) }
        versions.append(Version(from: from, to: to, key: key, next: first[entry]))
        first[entry] = Int32(versions.count - 1)
    }

    /// Finds the version of a member that is valid on a day.
    package func find(_ key: borrowing Span<UInt8>, on day: Int32) -> Match {
        guard let entry = keys.find(key) else { return .none }
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

    /// The surrogate keys of every version of a member.
    package func surrogates(of parts: [String]) -> [Int32] {
        guard let entry = keys.find(Self.encode(parts).span) else { return [] }
        var found: [Int32] = []
        var index = first[entry]
        while index >= 0 {
            found.append(versions[Int(index)].key)
            index = versions[Int(index)].next
        }
        return found
    }

    /// Creates a placeholder for a member that a row names and nobody has described for that day.
    ///
    /// Its validity is the gap around the day, so that it never overlaps a known version.
    package func infer(_ parts: [String], on day: Int32) throws -> Int32 {
        var (from, to) = (Int32.min, Int32.max)
        if let entry = keys.find(Self.encode(parts).span) {
            var index = first[entry]
            while index >= 0 {
                let version = versions[Int(index)]
                if version.to <= day { from = max(from, version.to) }
                if version.from > day { to = min(to, version.from) }
                index = version.next
            }
        }
        let key = try reserveKey()
        inferred.append(Inferred(key: key, parts: parts, from: from, to: to))
        add(parts, from: from, to: to, key: key)
        return key
    }

    /// Forgets which members were inferred, after they have been published.
    package func clearInferred() { inferred.removeAll() }
}
