/// The members that a delivery touches, as they are to be; new versions have numbers until they get their keys.
struct PlannedMembers {
    /// What is different from before.
    struct Difference {
        var closed: [Int32] = []
        var opened: [MemberVersion] = []
        var moves: [MemberMove] = []
        var restated: [(key: Int32, day: Int32)] = []
    }

    private let before: [[String?]: [MemberVersion]]
    private var after: [[String?]: MemberHistory] = [:]
    /// How many keys are needed.
    private(set) var newKeys = 0

    init(_ before: [[String?]: [MemberVersion]]) { self.before = before }

    /// All members as they are to be, touched or not.
    var all: [[MemberVersion]] {
        after.values.map(\.versions)
            + before.lazy.filter { after[$0.key] == nil }.map { $0.value.sorted { $0.validFrom < $1.validFrom } }
    }

    func contains(_ key: [String?]) -> Bool { after[key] != nil }

    /// Changes one member.
    ///
    /// - Parameter known: gives what is known of a member that was not touched before.
    mutating func change(
        _ key: [String?], _ known: ([String?]) -> MemberHistory,
        _ body: (inout MemberHistory, _ newKey: () -> Int32) -> Void
    ) {
        var count = newKeys
        // Taken out, so that it is changed in place.
        var history = after.removeValue(forKey: key) ?? known(key)
        body(&history) {
            count += 1
            return -Int32(truncatingIfNeeded: count)
        }
        newKeys = count
        after[key] = history
    }

    /// Compares with what is known.
    ///
    /// - Parameters:
    ///   - restated: the days that the ledger knows already, by key.
    ///   - reserved: gives the key of the n-th new version, from 0.
    func difference(restated known: [Int32: [Int32]], reserved: (Int) -> Int32) -> Difference {
        func final(_ key: Int32) -> Int32 { key < 0 ? reserved(Int(-key) - 1) : key }
        var difference = Difference()
        for (parts, history) in after {
            let old = before[parts] ?? []
            let versions = history.versions.map { version in
                var version = version
                version.key = final(version.key)
                return version
            }
            var isChanged = false
            for version in versions where !old.contains(version) {
                isChanged = true
                difference.opened.append(version)
                if old.contains(where: { $0.key == version.key }) { difference.closed.append(version.key) }
            }
            if isChanged, !old.isEmpty { difference.moves += MemberMove.between(old, versions, of: parts) }
            guard !history.restated.isEmpty else { continue }
            let stated = Set(old.flatMap { known[$0.key] ?? [] })
            for day in history.restated where !stated.contains(day) {
                guard let version = versions.first(where: { $0.holds(on: day) && !$0.inferred }) else { continue }
                difference.restated.append((version.key, day))
            }
        }
        return difference
    }
}
