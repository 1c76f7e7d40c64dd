import Definitions
import Records
import TestSupport
import Testing

@testable import Warehouse

@Suite struct RollupTallyTests {
    private static let fields: [(name: String, kind: ValueKind)] = [
        ("shop", .integer32), ("amount", .decimal(scale: 2)), ("sold", .integer32), ("way", .integer32),
        ("number", .text), ("points", .integer64),
    ]
    private static let definition = RollupDefinition(
        fact: "sale", date: "sold", roles: ["way", "shop"], measures: ["amount", "points"])

    private func batch(
        rows: Int, _ fill: (Int) -> (shop: Int64, amount: Int64?, sold: Int64, way: Int64, points: Int64?)
    )
        -> TypedBatch
    {
        var batch = TypedBatch(kinds: Self.fields.map(\.kind))
        batch.accepted = Array(repeating: true, count: rows)
        for row in 0..<rows {
            let values = fill(row)
            batch.columns[0].append(values.shop)
            if let amount = values.amount { batch.columns[1].append(amount) } else { batch.columns[1].appendMissing() }
            batch.columns[2].append(values.sold)
            batch.columns[3].append(values.way)
            batch.columns[4].appendMissing()
            if let points = values.points { batch.columns[5].append(points) } else { batch.columns[5].appendMissing() }
        }
        return batch
    }

    private func lines(_ tally: RollupTally) -> [String] {
        String(decoding: tally.text(version: 7), as: UTF8.self).split(separator: "\n").map(String.init).sorted()
    }

    @Test("adds rows up by slice, month and members; what is missing everywhere has no sum")
    func addsUp() throws {
        var tally = try #require(RollupTally(Self.definition, fields: Self.fields))
        let batch = batch(rows: 6) { row in
            [
                (1, 150, 2024_01_31, 2, nil), (1, nil, 2024_01_01, 2, nil), (1, -50, 2024_02_29, 2, 3),
                (-1, 1, 2024_01_05, 2, 4), (1, 99, -2, 2, 5), (1, 99_999, 2024_01_02, 2, 6),
            ][row]
        }
        // The last row is not among those that are sent.
        tally.add(batch, rows: [0, 1, 2, 3, 4], slices: [5, 5, 5, 5, 6, 5])
        #expect(
            lines(tally) == [
                "5\t7\t20240101\t-1\t2\t1\t0.01\t4", "5\t7\t20240101\t1\t2\t2\t1.50\t\\N",
                "5\t7\t20240201\t1\t2\t1\t-0.50\t3", "6\t7\t-2\t1\t2\t1\t0.99\t5",
            ])
    }

    @Test("gives what a dictionary gives, for as many rows as one likes")
    func likeADictionary() throws {
        var random = Randomness(seed: 77)
        var tally = try #require(RollupTally(Self.definition, fields: Self.fields))
        var expected: [String: (rows: Int, amount: Int64)] = [:]
        for _ in 0..<20 {
            let slices = (0..<1_000).map { _ in random.pick(Array(Int32(1)...9)) }
            let batch = batch(rows: 1_000) { _ in
                (
                    random.pick(Array(1...40)), Int64(random.pick(Array(0...9_999))),
                    random.pick([2024_01_31, 2024_02_01, 2024_02_28, 2023_12_31]), random.pick(Array(1...9)), 1
                )
            }
            tally.add(batch, rows: (0..<1_000).map { $0 }, slices: slices)
            for row in 0..<1_000 {
                let month = batch.columns[2].numbers[row] / 100 * 100 + 1
                let key =
                    "\(slices[row])\t7\t\(month)\t\(batch.columns[0].numbers[row])\t\(batch.columns[3].numbers[row])"
                expected[key, default: (0, 0)].rows += 1
                expected[key, default: (0, 0)].amount += batch.columns[1].numbers[row]
            }
        }
        #expect(expected.count > 2_048)
        let texts = expected.map { key, value in
            let cents = String(value.amount % 100 + 100).dropFirst()
            return "\(key)\t\(value.rows)\t\(value.amount / 100).\(cents)\t\(value.rows)"
        }
        #expect(lines(tally) == texts.sorted())
    }

    @Test("says so when a sum goes beyond 64 bits")
    func overflow() throws {
        var tally = try #require(RollupTally(Self.definition, fields: Self.fields))
        let batch = batch(rows: 2) { _ in (1, 1, 2024_01_31, 2, Int64.max) }
        tally.add(batch, rows: [0], slices: [1, 1])
        #expect(!tally.isTooLarge)
        tally.add(batch, rows: [1], slices: [1, 1])
        #expect(tally.isTooLarge)
    }

    @Test("is none for a fact without one of its columns")
    func missingField() {
        #expect(RollupTally(Self.definition, fields: Array(Self.fields.dropFirst())) == nil)
    }
}
