/// The members of a dimension by number: what is known of each, and what a delivery makes of those it touches.
///
/// New versions have numbers too until they get their keys.
struct PlannedMembers {
    /// What is different from before.
    struct Difference {
        var closed: [Int32] = []
        var opened: [MemberVersion] = []
        var moves: [MemberMove] = []
        var restated: [(key: Int32, day: Int32)] = []
    }

    private let versioned: [Bool]
    private var numbers: [[String?]: Int] = [:]
    /// The natural key of each member.
    private var parts: [[String?]] = []
    private var before: [[MemberVersion]] = []
    private var after: [MemberHistory?] = []
    /// The days on which members were stated again, by the keys they had then.
    private var restated: [Int32: [Int32]] = [:]
    /// How many keys are needed.
    private(set) var newKeys = 0

    /// - Parameters:
    ///   - versioned: for each attribute, whether a change begins a new version.
    ///   - capacity: how many members to expect.
    init(versioned: [Bool], capacity: Int) {
        self.versioned = versioned
        numbers.reserveCapacity(capacity)
    }

    var count: Int { parts.count }

    /// The number of a member, known or not.
    mutating func number(of key: [String?]) -> Int {
        if let number = numbers[key] { return number }
        numbers[key] = parts.count
        parts.append(key)
        before.append([])
        after.append(nil)
        return parts.count - 1
    }

    func key(of number: Int) -> [String?] { parts[number] }

    /// Adds what is known of a member.
    mutating func add(_ version: MemberVersion, to number: Int) { before[number].append(version) }

    /// The versions of a member as they are known.
    func known(_ number: Int) -> [MemberVersion] { before[number] }

    /// Adds the days on which members were stated again.
    mutating func add(restated days: [Int32: [Int32]]) { restated = days }

    /// All members as they are to be, touched or not.
    var all: [[MemberVersion]] {
        before.indices.map { after[$0]?.versions ?? before[$0].sorted { $0.validFrom < $1.validFrom } }
    }

    func isTouched(_ number: Int) -> Bool { after[number] != nil }

    /// Changes one member.
    mutating func change(_ number: Int, _ body: (inout MemberHistory, _ newKey: () -> Int32) -> Void) {
        var count = newKeys
        var history: MemberHistory
        if let touched = after[number] {
            history = touched
            // Taken out, so that it is changed in place.
            after[number] = nil
        } else {
            let known = before[number]
            let days = restated.isEmpty ? [] : known.flatMap { restated[$0.key] ?? [] }
            history = MemberHistory(known, restated: days, versioned: versioned)
        }
        body(&history) {
            count += 1
            return -Int32(truncatingIfNeeded: count)
        }
        newKeys = count
        after[number] = history
    }

    /// Compares with what is known.
    ///
    /// - Parameter reserved: gives the key of the n-th new version, from 0.
    func difference(reserved: (Int) -> Int32) -> Difference {
        var difference = Difference()
        for number in after.indices {
            guard let history = after[number] else { continue }
            let old = before[number]
            var versions = history.versions
            for index in versions.indices where versions[index].key < 0 {
                versions[index].key = reserved(Int(-versions[index].key) - 1)
            }
            if versions != old {
                for version in versions where !old.contains(version) {
                    difference.opened.append(version)
                    if old.contains(where: { $0.key == version.key }) { difference.closed.append(version.key) }
                }
                if !old.isEmpty { difference.moves += MemberMove.between(old, versions, of: parts[number]) }
            }
            guard !history.restated.isEmpty else { continue }
            let stated = restated.isEmpty ? [] : Set(old.flatMap { restated[$0.key] ?? [] })
            for day in history.restated where !stated.contains(day) {
                guard let version = versions.first(where: { $0.holds(on: day) && !$0.inferred }) else { continue }
                difference.restated.append((version.key, day))
            }
        }
        return difference
    }
}
