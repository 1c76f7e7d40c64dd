import Definitions
import Testing

@testable import Warehouse

@Suite struct SuccessorCheckTests {
    private func check() throws -> SuccessorCheck {
        let text = """
            dimension: shop
            description: { en: Shops, th: ร้าน }
            key: [code]
            successor: heir
            columns: { code: text, heir: text }
            members: reference/shop.csv
            """
        let collector = DiagnosticCollector()
        let node = try #require(YAMLNode.parse(text, file: "shop.yaml", collector: collector))
        let dimension = try #require(DimensionDefinition(node))
        #expect(collector.sorted.isEmpty)
        return try #require(SuccessorCheck(dimension))
    }

    private func members(_ heirs: [(String, String?)]) -> [[MemberVersion]] {
        heirs.enumerated().map { number, member in
            [
                MemberVersion(
                    key: Int32(number + 1), values: [member.0, member.1], validFrom: .min, validTo: .max,
                    inferred: false)
            ]
        }
    }

    @Test("has nothing against chains, nor against several that one has taken over")
    func acceptsChains() throws {
        #expect(try check().problem(in: members([("a", "b"), ("b", "d"), ("c", "d"), ("d", nil)])) == nil)
    }

    @Test("refuses one who is no member")
    func refusesUnknown() throws {
        #expect(
            try check().problem(in: members([("a", "b"), ("c", nil)]))
                == "`a` names `b` as its `heir`, which is no member of `shop`; deliver that member too, or correct the name"
        )
    }

    @Test("refuses circles, also of one and behind a chain")
    func refusesCircles() throws {
        #expect(
            try check().problem(in: members([("a", "a")]))
                == "the `heir` of members of `shop` lead in a circle: a → a; the last one of them must name none")
        #expect(
            try check().problem(in: members([("a", "b"), ("b", "c"), ("c", "b")]))
                == "the `heir` of members of `shop` lead in a circle: a → b → c → b; the last one of them must name none"
        )
    }

    @Test("looks at the last version of each")
    func looksAtLast() throws {
        let versions = [
            MemberVersion(key: 1, values: ["a", "a"], validFrom: .min, validTo: 10, inferred: false),
            MemberVersion(key: 2, values: ["a", nil], validFrom: 10, validTo: .max, inferred: false),
        ]
        #expect(try check().problem(in: [versions]) == nil)
    }
}
