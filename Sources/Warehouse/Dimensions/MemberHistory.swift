internal import Definitions

/// One version of a member: its attributes over a half-open stretch of event time.
struct MemberVersion: Equatable {
    var key: Int32
    var values: [String?]
    var validFrom: Int32
    var validTo: Int32
    var inferred: Bool
}

/// The versions of one member, and how a delivered row changes them (Kimball, slowly changing dimensions).
struct MemberHistory {
    private(set) var versions: [MemberVersion]
    private let versioned: [Bool]

    /// - Parameters:
    ///   - versions: what is known of the member, in any order.
    ///   - versioned: for each attribute, whether a change begins a new version.
    init(_ versions: [MemberVersion], versioned: [Bool]) {
        self.versions = versions.sorted { $0.validFrom < $1.validFrom }
        self.versioned = versioned
    }

    /// Takes in a delivered row.
    ///
    /// - Parameters:
    ///   - validFrom: the day from which it holds; nil when the delivery does not say.
    ///   - newKey: gives the surrogate key of a new version.
    mutating func take(_ values: [String?], validFrom: Int32?, newKey: () throws -> Int32) rethrows {
        let newest = versions.last { !$0.inferred }
        let isNewest = newest.map { (validFrom ?? Int32.max) >= $0.validFrom } ?? true
        // A row that arrives late does not speak for the attributes without history.
        defer { overwrite(with: isNewest ? values : newest?.values ?? values) }
        guard let last = versions.last else {
            versions = [
                MemberVersion(
                    key: try newKey(), values: values, validFrom: validFrom ?? Int32.min, validTo: Int32.max,
                    inferred: false)
            ]
            return
        }
        let day = validFrom ?? last.validFrom
        guard let index = versions.lastIndex(where: { $0.validFrom <= day && day < $0.validTo }) else {
            insertIntoGap(values, from: day, key: try newKey())
            return
        }
        let covering = versions[index]
        if covering.inferred {
            // A placeholder is described in place: the rows that named it keep their key.
            versions[index].values = values
            versions[index].inferred = false
        } else if sameVersion(covering.values, values) {
            return
        } else if covering.validFrom == day {
            versions[index].values = merged(versions[index].values, values)
        } else {
            versions[index].validTo = day
            versions.insert(
                MemberVersion(
                    key: try newKey(), values: values, validFrom: day, validTo: covering.validTo, inferred: false),
                at: index + 1)
        }
    }

    /// Makes the versions those of a curated table, which says everything there is to say of the member.
    ///
    /// A version keeps its key where it begins on the same day. One that the table no longer has is left without a
    /// day on which it holds: nothing finds it any more, and rows that point to it are read anew by their pipelines.
    mutating func replace(
        with rows: [(values: [String?], validFrom: Int32)], newKey: () throws -> Int32
    ) rethrows {
        let rows = rows.sorted { $0.validFrom < $1.validFrom }
        var old = versions
        var result: [MemberVersion] = []
        for (index, row) in rows.enumerated() {
            let end = index + 1 < rows.count ? rows[index + 1].validFrom : Int32.max
            let place = old.firstIndex { $0.validFrom == row.validFrom && $0.validFrom < $0.validTo }
            let key = try place.map { old.remove(at: $0).key } ?? newKey()
            result.append(
                MemberVersion(key: key, values: row.values, validFrom: row.validFrom, validTo: end, inferred: false))
        }
        for var version in old {
            version.validTo = version.validFrom
            result.append(version)
        }
        versions = result
    }

    /// Adds a version before the first one, or between two that do not touch.
    private mutating func insertIntoGap(_ values: [String?], from day: Int32, key: Int32) {
        let next = versions.firstIndex { $0.validFrom > day }
        let end = next.map { versions[$0].validFrom } ?? Int32.max
        let version = MemberVersion(key: key, values: values, validFrom: day, validTo: end, inferred: false)
        versions.insert(version, at: next ?? versions.count)
    }

    private func sameVersion(_ left: [String?], _ right: [String?]) -> Bool {
        versioned.indices.allSatisfy { !versioned[$0] || left[$0] == right[$0] }
    }

    private func merged(_ old: [String?], _ new: [String?]) -> [String?] {
        versioned.indices.map { versioned[$0] ? new[$0] : old[$0] }
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
