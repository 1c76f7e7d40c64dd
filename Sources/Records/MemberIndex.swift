/// The members of a dimension by a natural key, with the versions of each by date.
///
/// One index is shared by everything that looks up in one run, so that a member inferred for one row is there for the
/// next; it therefore has identity. It is used by one task at a time.
package final class MemberIndex {
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

    package let dimension: String
    /// Everything that is known of the members; a loop takes it once, and again after a member was inferred.
    package private(set) var lookup = MemberLookup()
    private let reserveKey: () throws -> Int32
    package private(set) var inferred: [Inferred] = []

    /// - Parameter reserveKey: gives the surrogate key of a member that is to be inferred.
    package init(dimension: String, reserveKey: @escaping () throws -> Int32) {
        self.dimension = dimension
        self.reserveKey = reserveKey
    }

    /// Adds a version of a member, valid from a day up to, not including, another (days since 2000-01-01).
    package func add(_ parts: [String], from: Int32, to: Int32, key: Int32) {
        lookup.add(parts, from: from, to: to, key: key)
    }

    /// Finds the version of a member that is valid on a day.
    package func find(_ parts: [String], on day: Int32) -> MemberLookup.Match {
        lookup.entry(of: parts).map { lookup.version(of: $0, on: day) } ?? .none
    }

    /// The surrogate keys of every version of a member.
    package func surrogates(of parts: [String]) -> [Int32] { lookup.versions(of: parts).map(\.key) }

    /// Creates a placeholder for a member that a row names and nobody has described for that day.
    ///
    /// Its validity is the gap around the day, so that it never overlaps a known version.
    package func infer(_ parts: [String], on day: Int32) throws -> Int32 {
        var (from, to) = (Int32.min, Int32.max)
        for version in lookup.versions(of: parts) {
            if version.to <= day { from = max(from, version.to) }
            if version.from > day { to = min(to, version.from) }
        }
        let key = try reserveKey()
        inferred.append(Inferred(key: key, parts: parts, from: from, to: to))
        add(parts, from: from, to: to, key: key)
        return key
    }

    /// Forgets which members were inferred, after they have been published.
    package func clearInferred() { inferred.removeAll() }
}
