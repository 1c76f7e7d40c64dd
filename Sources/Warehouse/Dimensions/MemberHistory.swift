internal import Definitions

/// The versions of one member, and how a delivered row changes them (Kimball, slowly changing dimensions).
///
/// What was stated of the member by day decides, and the versions follow from it: so the order in which the statements
/// arrive makes no difference, but for two of the same day, of which the later one stands.
struct MemberHistory {
    /// What holds from a day on; nil when the member is not there.
    private struct Statement {
        let day: Int32
        var values: [String?]?
    }

    /// By their first days; those that hold on no day have a key that rows may still carry.
    private(set) var versions: [MemberVersion]
    /// The days, within versions, on which a row said again what held already: a version that arrives late ends there.
    private(set) var restated: [Int32]
    private let versioned: [Bool]

    /// - Parameters:
    ///   - versions: what is known of the member, in any order.
    ///   - restated: the days on which it was stated again, in any order.
    ///   - versioned: for each attribute, whether a change begins a new version.
    init(_ versions: [MemberVersion], restated: [Int32] = [], versioned: [Bool]) {
        self.versions = versions.sorted { ($0.validFrom, $0.key) < ($1.validFrom, $1.key) }
        self.restated = restated.sorted()
        self.versioned = versioned
    }

    /// What is known of the member itself; placeholders are not.
    private var described: [MemberVersion] { versions.filter { !$0.inferred && !$0.isEmpty } }

    /// The attributes that hold on a day; nil when nothing is known of it.
    func values(on day: Int32) -> [String?]? { versions.last { !$0.inferred && $0.holds(on: day) }?.values }

    // MARK: Statements

    /// Takes in a delivered row.
    ///
    /// - Parameters:
    ///   - validFrom: the day from which it holds; nil when the delivery does not say: then the row corrects the latest
    ///     version, or opens a closed member again.
    ///   - today: the day of which a delivery without days speaks.
    ///   - newKey: gives the surrogate key of a new version.
    mutating func take(
        _ values: [String?], validFrom: Int32?, today: Int32 = .max, newKey: () -> Int32
    ) {
        if let validFrom, restate(values, on: validFrom) { return }
        let known = described
        let newest = known.last.map { max($0.validFrom, restated.last ?? Int32.min) }
        // A row that arrives late does not speak for the attributes without history.
        let isNewest = newest.map { (validFrom ?? Int32.max) >= $0 } ?? true
        let current = isNewest ? values : known.last?.values ?? values
        var statements = statements()
        if let validFrom {
            Self.state(values, from: validFrom, in: &statements)
        } else if let last = known.last {
            if last.validTo == .max {
                for index in statements.indices where statements[index].day >= last.validFrom {
                    statements[index].values = values
                }
            } else {
                Self.state(values, from: max(today, last.validTo), in: &statements)
            }
        } else {
            Self.state(values, from: .min, in: &statements)
        }
        follow(statements, merging: true, newKey: newKey)
        overwrite(with: current)
    }

    /// Takes in a row of a list of all members that does not say since when it holds: it does on the day of the list.
    ///
    /// - Parameter isFirst: whether no list of an earlier day is known, so that the member may be there for long.
    mutating func takeListed(
        _ values: [String?], on day: Int32, isFirst: Bool, newKey: () -> Int32
    ) {
        let known = described
        guard let last = known.last else { return take(values, validFrom: isFirst ? nil : day, newKey: newKey) }
        if isFirst, known.allSatisfy({ $0.validFrom > day }) {
            return take(values, validFrom: .min, newKey: newKey)
        }
        guard let current = self.values(on: day), sameVersion(current, values) else {
            return take(values, validFrom: day, newKey: newKey)
        }
        if day >= max(last.validFrom, restated.last ?? Int32.min) { overwrite(with: values) }
    }

    /// Takes in that the list which first named the member is not the first one after all: it speaks from its own day on,
    /// and no longer of the days since ever.
    mutating func begin(on day: Int32, newKey: () -> Int32) {
        var statements = statements()
        guard let first = statements.first, first.day == .min else { return }
        statements.removeFirst()
        if !statements.contains(where: { $0.day == day }) { Self.state(first.values, from: day, in: &statements) }
        follow(statements, merging: true, newKey: newKey)
    }

    /// Takes in what a list of all members says of one that is not in it: it ends on the day of the list, until it is
    /// stated again.
    mutating func close(on day: Int32, newKey: () -> Int32) {
        guard values(on: day) != nil else { return }
        var statements = statements()
        guard !statements.contains(where: { $0.day == day }) else { return }
        Self.state(nil, from: day, in: &statements)
        follow(statements, merging: true, newKey: newKey)
    }

    /// Takes in what a list of all members says of one that is in it: it is there on the day of the list.
    mutating func open(_ values: [String?], on day: Int32, newKey: () -> Int32) {
        guard self.values(on: day) == nil else { return }
        var statements = statements()
        Self.state(values, from: day, in: &statements)
        follow(statements, merging: true, newKey: newKey)
    }

    /// Makes the versions those of a curated table, which says everything there is to say of the member.
    mutating func replace(
        with rows: [(values: [String?], validFrom: Int32)], newKey: () -> Int32
    ) {
        restated = []
        let statements = rows.sorted { $0.validFrom < $1.validFrom }
            .map { Statement(day: $0.validFrom, values: $0.values) }
        follow(statements, merging: false, newKey: newKey)
    }

    /// Notes that a row says what holds already, the usual case of a delivery that is repeated.
    ///
    /// - Returns: false when it says anything else.
    private mutating func restate(_ values: [String?], on day: Int32) -> Bool {
        guard let last = versions.last, !last.inferred, last.validTo == .max, last.validFrom <= day,
            last.values == values
        else { return false }
        if day == last.validFrom { return true }
        if let latest = restated.last, latest >= day { return restated.contains(day) }
        restated.append(day)
        return true
    }

    /// What the versions say, day by day.
    private func statements() -> [Statement] {
        let known = described
        var statements: [Statement] = []
        for (index, version) in known.enumerated() {
            statements.append(Statement(day: version.validFrom, values: version.values))
            for day in restated where version.validFrom < day && day < version.validTo {
                statements.append(Statement(day: day, values: version.values))
            }
            let isFollowed = index + 1 < known.count && known[index + 1].validFrom == version.validTo
            if version.validTo != .max, !isFollowed { statements.append(Statement(day: version.validTo, values: nil)) }
        }
        return statements
    }

    private static func state(_ values: [String?]?, from day: Int32, in statements: inout [Statement]) {
        let index = statements.firstIndex { $0.day >= day } ?? statements.count
        if index < statements.count, statements[index].day == day {
            statements[index].values = values
        } else {
            statements.insert(Statement(day: day, values: values), at: index)
        }
    }

    // MARK: Versions

    /// Makes the versions what statements say; each keeps its key as far as it can, so that few rows need another one.
    ///
    /// - Parameter merging: whether a statement that changes no attribute with history begins no version.
    private mutating func follow(
        _ statements: [Statement], merging: Bool, newKey: () -> Int32
    ) {
        var runs: [MemberVersion] = []
        var isOpen = false
        restated = []
        for statement in statements {
            guard let values = statement.values else {
                if isOpen { runs[runs.count - 1].validTo = statement.day }
                isOpen = false
                continue
            }
            if isOpen, merging, sameVersion(runs[runs.count - 1].values, values) {
                restated.append(statement.day)
                continue
            }
            if isOpen { runs[runs.count - 1].validTo = statement.day }
            runs.append(
                MemberVersion(key: 0, values: values, validFrom: statement.day, validTo: .max, inferred: false))
            isOpen = true
        }
        let given = givenKeys(to: runs)
        for index in runs.indices { runs[index].key = given[index] ?? newKey() }
        let used = Set(runs.map(\.key))
        var kept = runs
        for version in versions where !used.contains(version.key) { kept.append(rest(of: version, beside: runs)) }
        versions = kept.sorted { ($0.validFrom, $0.key) < ($1.validFrom, $1.key) }
    }

    /// The keys that new versions take over: of one that begins on the same day, else of one that began within, else of
    /// a placeholder, which is described in place, so that the rows that named it keep their key.
    private func givenKeys(to runs: [MemberVersion]) -> [Int32?] {
        var known = described
        var placeholders = versions.filter { $0.inferred && !$0.isEmpty }
        var keys: [Int32?] = Array(repeating: nil, count: runs.count)
        func give(_ fits: (_ run: MemberVersion, _ old: MemberVersion) -> Bool, from old: inout [MemberVersion]) {
            for index in runs.indices where keys[index] == nil {
                guard let place = old.firstIndex(where: { fits(runs[index], $0) }) else { continue }
                keys[index] = old.remove(at: place).key
            }
        }
        give({ $0.validFrom == $1.validFrom }, from: &known)
        give({ $0.holds(on: $1.validFrom) }, from: &known)
        give({ $1.holds(on: $0.validFrom) }, from: &placeholders)
        give({ $0.validFrom < $1.validTo && $1.validFrom < $0.validTo }, from: &placeholders)
        return keys
    }

    /// What is left of a version that gave its key to none: of a placeholder its first stretch that nothing describes, of
    /// any other nothing.
    private func rest(of version: MemberVersion, beside runs: [MemberVersion]) -> MemberVersion {
        var rest = version
        guard version.inferred, !version.isEmpty else {
            rest.validTo = rest.validFrom
            return rest
        }
        for run in runs where run.holds(on: rest.validFrom) { rest.validFrom = run.validTo }
        guard rest.validFrom < version.validTo else {
            rest.validFrom = version.validFrom
            rest.validTo = version.validFrom
            return rest
        }
        for run in runs where rest.validFrom < run.validFrom { rest.validTo = min(rest.validTo, run.validFrom) }
        return rest
    }

    private func sameVersion(_ left: [String?], _ right: [String?]) -> Bool {
        versioned.indices.allSatisfy { !versioned[$0] || left[$0] == right[$0] }
    }

    /// Corrects the attributes without history in every version.
    private mutating func overwrite(with values: [String?]) {
        for index in versions.indices {
            for attribute in versioned.indices where !versioned[attribute] {
                versions[index].values[attribute] = values[attribute]
            }
        }
    }
}
