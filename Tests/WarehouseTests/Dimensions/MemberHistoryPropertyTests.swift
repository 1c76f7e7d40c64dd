import TestSupport
import Testing

@testable import Warehouse

/// Histories of random statements, held against the plainest model there is: what was stated last of each day, and for
/// any day the statement of the latest day up to it.
@Suite struct MemberHistoryPropertyTests {
    private struct Statement: Equatable {
        let day: Int32
        let name: String?
        let kind: String?
        /// nil says that the member is not there.
        var isThere = true
    }

    private struct Model {
        private var stated: [Int32: Statement] = [:]

        mutating func take(_ statement: Statement) {
            // A list does not unsay what a row says of the same day.
            if !statement.isThere, stated[statement.day] != nil { return }
            stated[statement.day] = statement
        }

        /// The kind on a day; nil when the member is not there.
        func kind(on day: Int32) -> String?? {
            guard let last = stated.keys.filter({ $0 <= day }).max(), let statement = stated[last], statement.isThere
            else { return nil }
            return .some(statement.kind)
        }

        /// The name that was stated of the latest day.
        var name: String? {
            stated.values.filter(\.isThere).max { $0.day < $1.day }?.name
        }
    }

    private final class Keys {
        var last: Int32 = 0
        func next() -> Int32 {
            last += 1
            return last
        }
    }

    private static let days = Int32(0)..<Int32(24)

    /// Applies statements as loads do: what is known is written away and read again between any two.
    private func apply(_ statements: [Statement], to history: inout MemberHistory, _ keys: Keys) {
        var restated: Set<Int32> = []
        for statement in statements {
            history = MemberHistory(
                history.versions, restated: Array(restated), versioned: [false, true])
            if statement.isThere {
                history.take([statement.name, statement.kind], validFrom: statement.day, newKey: keys.next)
            } else {
                history.close(on: statement.day, newKey: keys.next)
            }
            restated.formUnion(history.restated)
        }
    }

    private func history() -> MemberHistory { MemberHistory([], versioned: [false, true]) }

    /// First day, last day (exclusive), kind and name of every version that holds on some day.
    private func shape(_ history: MemberHistory) -> [[String]] {
        history.versions.filter { !$0.isEmpty }.map {
            ["\($0.validFrom)", "\($0.validTo)", $0.values[1] ?? "NULL", $0.values[0] ?? "NULL"]
        }
    }

    private func statements(
        _ random: inout Randomness, count: Int, distinctDays: Bool, closing: Bool = false
    ) -> [Statement] {
        var days = Array(Self.days)
        return (0..<count).map { _ in
            let day = random.pick(days)
            if distinctDays { days.removeAll { $0 == day } }
            let kinds: [String?] = ["x", "y", "", nil]
            return Statement(
                day: day, name: random.pick(["a", "b", "", nil]), kind: random.pick(kinds),
                isThere: !closing || random.next() % 4 != 0)
        }
    }

    @Test("says of every day what was stated last of the latest day up to it", arguments: 0..<400 as Range<UInt64>)
    func agreesWithTheModel(seed: UInt64) {
        var random = Randomness(seed: seed)
        let keys = Keys()
        var history = history()
        var model = Model()
        let statements = statements(&random, count: 14, distinctDays: false)
        apply(statements, to: &history, keys)
        for statement in statements { model.take(statement) }
        for day in Self.days {
            #expect(history.values(on: day).map { $0[1] } == model.kind(on: day), "day \(day) of \(statements)")
        }
        #expect(history.versions.allSatisfy { $0.isEmpty || $0.values[0] == model.name }, "\(statements)")
        #expect(Set(history.versions.map(\.key)).count == history.versions.count)
    }

    @Test("are the same versions in whatever order statements arrive", arguments: 0..<400 as Range<UInt64>)
    func forgetTheOrder(seed: UInt64) {
        var random = Randomness(seed: seed)
        let statements = statements(&random, count: 12, distinctDays: true)
        var inOrder = history()
        apply(statements.sorted { $0.day < $1.day }, to: &inOrder, Keys())
        var shuffled: [Statement] = []
        var left = statements
        while !left.isEmpty {
            let next = random.pick(left)
            left.removeAll { $0 == next }
            shuffled.append(next)
        }
        var late = history()
        apply(shuffled, to: &late, Keys())
        #expect(shape(late) == shape(inOrder), "\(shuffled)")
    }

    @Test("end and begin again as lists say, whichever row arrives late", arguments: 0..<400 as Range<UInt64>)
    func endAndReturn(seed: UInt64) {
        var random = Randomness(seed: seed)
        let statements = statements(&random, count: 12, distinctDays: true, closing: true)
        // Lists in their order, rows between them in any.
        let lists = statements.filter { !$0.isThere }.sorted { $0.day < $1.day }
        var history = history()
        var model = Model()
        let keys = Keys()
        var rows = statements.filter(\.isThere)
        for list in lists {
            let before = rows.filter { $0.day < list.day }
            rows.removeAll { $0.day < list.day }
            for part in [before, [list]] {
                var merged = MemberHistory(history.versions, restated: history.restated, versioned: [false, true])
                for statement in part {
                    if statement.isThere {
                        merged.take([statement.name, statement.kind], validFrom: statement.day, newKey: keys.next)
                    } else {
                        merged.close(on: statement.day, newKey: keys.next)
                    }
                    model.take(statement)
                }
                history = merged
            }
        }
        for statement in rows {
            history.take([statement.name, statement.kind], validFrom: statement.day, newKey: keys.next)
            model.take(statement)
        }
        for day in Self.days {
            #expect(history.values(on: day).map { $0[1] } == model.kind(on: day), "day \(day) of \(statements)")
        }
    }

    @Test("do not change when everything is delivered once more", arguments: 0..<100 as Range<UInt64>)
    func replayIsNothing(seed: UInt64) {
        var random = Randomness(seed: seed)
        let statements = statements(&random, count: 10, distinctDays: true)
        let keys = Keys()
        var history = history()
        apply(statements, to: &history, keys)
        let (before, used) = (history.versions, keys.last)
        apply(statements.shuffledBy(&random), to: &history, keys)
        #expect(history.versions == before)
        #expect(keys.last == used)
    }
}

extension Array {
    /// The same elements in an order that a seed decides.
    fileprivate func shuffledBy(_ random: inout Randomness) -> [Element] {
        var rest = self
        var result: [Element] = []
        while !rest.isEmpty { result.append(rest.remove(at: Int(random.next() % UInt64(rest.count)))) }
        return result
    }
}
