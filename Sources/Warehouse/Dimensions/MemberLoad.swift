package import Definitions
package import Postgres

/// Works out what delivered members change in a dimension: new members, new versions, corrections, descriptions of
/// placeholders, members that have vanished from a list of all.
package struct MemberLoad {
    /// A delivered member: its attributes in the order of the declared columns, and the day from which they hold.
    package struct Row {
        package var values: [String?]
        package var validFrom: Int32?

        package init(values: [String?], validFrom: Int32?) {
            self.values = values
            self.validFrom = validFrom
        }
    }

    /// What a delivery says by leaving members out.
    package struct List {
        /// The day of which it speaks.
        package let day: Int32
        /// The natural keys of rows that could not be taken; their members are there all the same.
        package let refused: Set<[String?]>

        package init(day: Int32, refused: Set<[String?]> = []) {
            self.day = day
            self.refused = refused
        }
    }

    private let dimension: DimensionDefinition
    private let table: String
    private let columns: [String]
    private let keyPlaces: [Int]
    private let versioned: [Bool]

    package init(_ dimension: DimensionDefinition) {
        self.dimension = dimension
        table = "store.\(quoted(dimension.name.value))"
        columns = dimension.columns.map(\.tableColumn)
        keyPlaces = dimension.key.compactMap { key in dimension.columns.firstIndex { $0.name == key } }
        versioned = dimension.columns.map { $0.history == .version }
    }

    /// Takes in rows, in the order of their days.
    ///
    /// - Parameters:
    ///   - list: nil for a delivery that only adds and changes.
    ///   - today: the day of which rows without a day speak where that matters.
    package func changes(
        by rows: [Row], list: List? = nil, today: Int32 = .max, on connection: borrowing Connection
    ) throws -> MemberChanges {
        var members = try current(on: connection)
        let (isFirstList, nextList) = try lists(beside: list, on: connection)
        let numbers = rows.map { row in members.number(of: keyPlaces.map { row.values[$0] }) }
        let days = try restated(by: rows, numbers, members, isComplete: nextList != nil, on: connection)
        members.add(restated: days)
        /// The members as they stand where the list is older than the one that was the first so far.
        var rebased: [[MemberVersion]] = []
        if isFirstList, let nextList {
            for number in 0..<members.count {
                members.change(number) { history, newKey in history.begin(on: nextList, newKey: newKey) }
            }
            rebased = members.all
        }
        /// The row of the latest day for each member that a list names.
        var newest: [Int?] = list == nil ? [] : Array(repeating: nil, count: members.count)
        for (index, number) in order(rows).lazy.map({ ($0, numbers[$0]) }) {
            let row = rows[index]
            members.change(number) { history, newKey in
                guard let list, row.validFrom == nil else {
                    return history.take(row.values, validFrom: row.validFrom, today: today, newKey: newKey)
                }
                let later = nextList.flatMap { history.values(on: $0) }
                history.takeListed(row.values, on: list.day, isFirst: isFirstList, newKey: newKey)
                // A list that arrives late does not speak of the days of a later one.
                if let nextList, let later, history.values(on: nextList) != later {
                    history.take(later, validFrom: nextList, newKey: newKey)
                }
            }
            if list != nil { newest[number] = index }
        }
        var vanished = 0
        var membersBefore = 0
        for number in newest.indices {
            guard let list else { break }
            let known = rebased.isEmpty ? members.known(number) : rebased[number]
            let wasThere = known.contains { !$0.inferred && $0.holds(on: list.day) }
            if wasThere { membersBefore += 1 }
            if let row = newest[number] {
                let wasThereLater = nextList.map { day in known.contains { !$0.inferred && $0.holds(on: day) } }
                members.change(number) { history, newKey in
                    history.open(rows[row].values, on: list.day, newKey: newKey)
                    if wasThereLater == false, let nextList { history.close(on: nextList, newKey: newKey) }
                }
            } else if wasThere, !list.refused.contains(members.key(of: number)) {
                vanished += 1
                members.change(number) { history, newKey in
                    let later = nextList.flatMap { history.values(on: $0) }
                    history.close(on: list.day, newKey: newKey)
                    if let nextList, let later { history.open(later, on: nextList, newKey: newKey) }
                }
            }
        }
        return try changes(
            members, listDay: list?.day, membersBefore: membersBefore, vanished: vanished, on: connection)
    }

    /// Rows by their days; those of the same day in the order of the delivery.
    private func order(_ rows: [Row]) -> [Int] {
        let days = rows.map { $0.validFrom ?? Int32.min }
        return rows.indices.sorted { (days[$0], $0) < (days[$1], $1) }
    }

    /// Makes the members exactly what a curated table says; one that the table no longer has ends today.
    package func changes(
        replacing rows: [Row], today: Int32, on connection: borrowing Connection
    ) throws -> MemberChanges {
        var members = try current(on: connection)
        let known = members.count
        // In the order of the table, so that surrogate keys are too.
        let numbers = rows.map { row in members.number(of: keyPlaces.map { row.values[$0] }) }
        let grouped = Dictionary(grouping: rows.indices) { numbers[$0] }
        for number in numbers where !members.isTouched(number) {
            let own = grouped[number] ?? []
            members.change(number) { history, newKey in
                history.replace(
                    with: own.map { (rows[$0].values, rows[$0].validFrom ?? Int32.min) }, newKey: newKey)
            }
        }
        for number in 0..<known where grouped[number] == nil {
            members.change(number) { history, newKey in history.close(on: today, newKey: newKey) }
        }
        return try changes(members, listDay: nil, membersBefore: known, vanished: 0, on: connection)
    }

    /// Gives the new versions their keys.
    private func changes(
        _ members: PlannedMembers, listDay: Int32?, membersBefore: Int, vanished: Int,
        on connection: borrowing Connection
    ) throws -> MemberChanges {
        let keys = try MemberTable(dimension).reserveKeys(members.newKeys, on: connection)
        guard keys.count == members.newKeys else {
            throw PostgresError(.query, message: "the sequence of `\(dimension.name.value)` gave too few keys")
        }
        let difference = members.difference { keys[$0] }
        return MemberChanges(
            dimension: dimension, closed: difference.closed, opened: difference.opened, moves: difference.moves,
            restated: difference.restated, listDay: listDay, membersBefore: membersBefore, vanished: vanished,
            problem: SuccessorCheck(dimension)?.problem(in: members.all))
    }

    /// What rows are to carry that carry some keys on any day.
    func moves(of keys: Set<Int32>, on connection: borrowing Connection) throws -> [MemberMove] {
        let members = try current(on: connection)
        return (0..<members.count).flatMap { number in
            let versions = members.known(number)
            return versions.filter { keys.contains($0.key) }.flatMap { version in
                var always = version
                (always.validFrom, always.validTo) = (.min, .max)
                return MemberMove.between([always], versions, of: members.key(of: number))
            }
        }
    }

    // MARK: What is known

    private func current(on connection: borrowing Connection) throws -> PlannedMembers {
        let key = quoted(dimension.keyColumn)
        let rows = try connection.query(
            """
            select \(key), valid_from, valid_to, inferred, \(columns.map(quoted).joined(separator: ", "))
            from \(table)
            where known_to = 'infinity' and \(key) > 0
            order by \(key)
            """)
        var members = PlannedMembers(versioned: versioned, capacity: rows.rowCount)
        for row in 0..<rows.rowCount {
            guard let key = rows.int64(row, 0) else { continue }
            let values = columns.indices.map { rows.text(row, $0 + 4) }
            members.add(
                MemberVersion(
                    key: Int32(truncatingIfNeeded: key), values: values, validFrom: MemberTable.days(rows.text(row, 1)),
                    validTo: MemberTable.days(rows.text(row, 2)), inferred: rows.bool(row, 3) ?? false),
                to: members.number(of: keyPlaces.map { values[$0] }))
        }
        return members
    }

    /// Whether no list of all members of an earlier day is known, and the day of the next one.
    private func lists(
        beside list: List?, on connection: borrowing Connection
    ) throws -> (isFirst: Bool, next: Int32?) {
        guard let list else { return (false, nil) }
        let row = try connection.query(
            """
            select min(day) filter (where day > $2), count(*) filter (where day < $2)
            from ledger.member_list where dimension = $1
            """, [.text(dimension.name.value), .text(MemberTable.text(list.day))])
        return (row.int(0, 1) == 0, row.text(0, 0).map { MemberTable.days($0) })
    }

    /// The days on which members were stated again, by the keys they had then.
    ///
    /// They matter to rows that arrive late; a delivery that is newer than all of them need not know them.
    private func restated(
        by rows: [Row], _ numbers: [Int], _ members: PlannedMembers, isComplete: Bool,
        on connection: borrowing Connection
    ) throws -> [Int32: [Int32]] {
        let latest = try connection.query(
            "select max(day) from ledger.member_statement where dimension = $1", [.text(dimension.name.value)])
        guard let latest = latest.text(0, 0).map({ MemberTable.days($0) }) else { return [:] }
        let late = rows.indices.filter { (rows[$0].validFrom ?? latest) <= latest }
        guard isComplete || !late.isEmpty else { return [:] }
        let keys = late.flatMap { members.known(numbers[$0]).map(\.key) }
        let days = try connection.query(
            """
            select member_key, day from ledger.member_statement
            where dimension = $1 and ($2::integer[] is null or member_key = any($2::integer[]))
            """, [.text(dimension.name.value), isComplete ? .null : .text(arrayText(Set(keys).sorted()))])
        var found: [Int32: [Int32]] = [:]
        for row in 0..<days.rowCount {
            guard let key = days.int64(row, 0) else { continue }
            found[Int32(truncatingIfNeeded: key), default: []].append(MemberTable.days(days.text(row, 1)))
        }
        return found
    }
}
