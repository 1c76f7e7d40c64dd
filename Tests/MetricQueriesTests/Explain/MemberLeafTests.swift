import Definitions
import Periods
import Testing

@testable import MetricQueries

@Suite struct MemberLeafTests {
    private func cell(_ numerator: Int64, _ denominator: Int64, marks: CellMarks = []) throws -> MetricCell {
        var cell = MetricCell(try Rational(Int128(numerator), over: Int128(denominator)), marks: marks)
        cell.numerator = Rational(numerator)
        cell.denominator = Rational(denominator)
        return cell
    }

    private func row(_ name: String?, _ cell: MetricCell, key: String? = nil) -> MetricRow {
        var row = MetricRow(members: [name], sortKeys: [name.map { .text($0) } ?? .missing], cells: [cell], level: 1)
        row.keys = key.map { [$0] } ?? []
        return row
    }

    private func table(_ rows: [MetricRow], total: MetricCell) throws -> MetricTable {
        MetricTable(
            metrics: [try #require(try bakery().metricCatalogue.metric("web_rate"))],
            by: [AttributePath("shop.name")], period: .year(2024), rows: rows, total: row(nil, total))
    }

    private func texts(_ leaves: [MemberLeaf]) -> [String] {
        leaves.map { leaf in
            let (before, after) = (leaf.numbers.before, leaf.numbers.after)
            let name = leaf.hidden > 0 ? "hidden \(leaf.hidden)" : leaf.names[0] ?? "–"
            return
                "\(name) \(before.numerator)/\(before.denominator) \(after.numerator)/\(after.denominator) \(leaf.marks.after.text)"
        }.sorted()
    }

    @Test("reads the keys of a subtotal, which has fewer than its rows")
    func subtotals() throws {
        func row(_ members: [String?], _ keys: [String?], level: Int) throws -> MetricRow {
            MetricRow(
                members: members, sortKeys: members.prefix(level).map { .text($0 ?? "") }, cells: [try cell(1, 2)],
                level: level, keys: keys)
        }
        var all = try table([], total: cell(1, 2))
        all.rows = [
            try row(["North", "Town", "Shop"], ["n", "t", "s"], level: 3),
            try row(["North", "Town", nil], ["n", "t"], level: 2), try row(["North", nil, nil], ["n"], level: 1),
        ]
        let leaves = try MemberLeaf.leaves(all, all, keyCounts: [1, 1, 1], isRatio: true)
        #expect(leaves.map(\.identities) == [[["n"], ["t"], ["s"]]])
        #expect(leaves.first?.keys(1) == ["t"])
    }

    @Test("takes members as one whose figures are confidential in either period, as what the others leave")
    func confidential() throws {
        let before = try table(
            [row("a", cell(10, 20)), row("b", cell(3, 9)), row("c", cell(4, 8)), row("d", cell(1, 2))],
            total: cell(18, 39))
        let after = try table(
            [row("a", cell(12, 20)), row("b", MetricCell(.confidential)), row("c", MetricCell(.confidential))],
            total: cell(20, 40))
        let leaves = try MemberLeaf.leaves(before, after, keyCounts: [0], isRatio: true)
        #expect(texts(leaves) == ["a 10/20 12/20 ", "d 1/2 0/0 ", "hidden 2 7/17 8/20 "])
        let trees = try MemberTree.grow(leaves)
        #expect(trees.map(\.name) == [.member("a"), .member("d"), .other(2)])
        let total = RatioMember(
            before: RatioParts(before.total.cells[0], isRatio: true),
            after: RatioParts(after.total.cells[0], isRatio: true))
        let result = try NestedDecomposition(ratioOf: trees, total: total, depth: 1)
        #expect(BigFraction.sum(result.members.map(\.contribution.total)) == result.headline)
    }

    @Test("leaves what is hidden beneath a member to its own figure, and what is hidden itself to the total")
    func confidentialBeneath() throws {
        func row(_ names: [String], _ cell: MetricCell) -> MetricRow {
            MetricRow(
                members: names + Array(repeating: nil, count: 2 - names.count), sortKeys: names.map { .text($0) },
                cells: [cell], level: names.count)
        }
        func table(_ rows: [MetricRow], total: MetricCell) throws -> MetricTable {
            MetricTable(
                metrics: [try #require(try bakery().metricCatalogue.metric("web_rate"))],
                by: [AttributePath("shop.town"), AttributePath("shop.name")], period: .year(2024), rows: rows,
                total: row([], total))
        }
        let hidden = MetricCell(.confidential)
        let before = try table(
            [
                row(["T", "a"], cell(10, 20)), row(["T", "b"], cell(20, 40)), row(["T", "c"], cell(6, 12)),
                row(["T"], cell(36, 72)), row(["U", "d"], cell(5, 10)), row(["U", "e"], cell(4, 8)), row(["U"], hidden),
                row(["V", "a"], cell(2, 4)), row(["V"], cell(2, 4)),
            ], total: cell(47, 94))
        let after = try table(
            [
                row(["T", "a"], cell(12, 20)), row(["T", "b"], hidden), row(["T", "c"], hidden),
                row(["T"], cell(39, 70)), row(["U", "d"], cell(6, 12)), row(["U", "e"], cell(4, 8)),
                row(["U"], cell(10, 20)), row(["V", "a"], hidden), row(["V"], hidden),
            ], total: cell(52, 96))
        let leaves = try MemberLeaf.leaves(before, after, keyCounts: [0, 0], isRatio: true)
        let trees = try MemberTree.grow(leaves)
        // 36 − 10 = 26 and 39 − 12 = 27 beneath T; 47 − 36 = 11 and 52 − 39 = 13 beside it.
        #expect(trees.map(\.name) == [.member("T"), .other(2)])
        #expect(texts(trees) == ["36/72 39/70", "11/22 13/26"])
        #expect(trees[0].children.map(\.name) == [.member("a"), .other(2)])
        #expect(texts(trees[0].children) == ["10/20 12/20", "26/52 27/50"])
        let total = RatioMember(
            before: RatioParts(before.total.cells[0], isRatio: true),
            after: RatioParts(after.total.cells[0], isRatio: true))
        let result = try NestedDecomposition(ratioOf: trees, total: total, depth: 2)
        #expect(BigFraction.sum(result.members.map(\.contribution.total)) == result.headline)
    }

    private func texts(_ trees: [MemberTree]) -> [String] {
        trees.map { tree in
            let (before, after) = (tree.numbers.before, tree.numbers.after)
            return "\(before.numerator)/\(before.denominator) \(after.numerator)/\(after.denominator)"
        }
    }

    @Test("knows a member by its key, under its later name, and keeps what is said of its figures")
    func names() throws {
        let before = try table(
            [row("Old", cell(1, 2), key: "a"), row("Same", cell(1, 4), key: "b")], total: cell(2, 6))
        let after = try table(
            [
                row("Same", cell(2, 2, marks: [.lowReliability, .provisional]), key: "a"),
                row("Same", cell(1, 4), key: "b"),
            ], total: cell(3, 6))
        let leaves = try MemberLeaf.leaves(before, after, keyCounts: [1], isRatio: true)
        #expect(texts(leaves) == ["Same 1/2 2/2 [u]", "Same 1/4 1/4 "])
    }

    @Test("counts members that are one already as what they are when it folds")
    func folding() throws {
        func member(_ name: ExplainedMember.Name) -> ExplainedMember {
            ExplainedMember(
                name: name, numbers: RatioMember(before: .nothing, after: .nothing), contribution: .whole(.zero),
                children: [])
        }
        let folded = try [member(.member("a")), member(.other(3)), member(.missing)].folded(after: 1)
        #expect(folded.map(\.name) == [.member("a"), .other(4)])
        let largest = [member(.other(3)), member(.member("a")), member(.missing), member(.member("b"))]
        #expect(try largest.folded(after: 1).map(\.name) == [.member("a"), .other(5)])
        #expect(try largest.folded(after: 3).map(\.name) == largest.map(\.name))
    }
}
