import Testing

@testable import Definitions

@Suite struct AttributeResolverTests {
    private let star = TestStar()

    private func resolve(_ path: String, dateRole: String? = nil) throws -> ResolvedAttribute {
        let fact = try #require(star.facts["sale"])
        return try AttributeResolver(dimensions: star.dimensions).resolve(path, in: fact, dateRole: dateRole)
    }

    @Test("follows roles, references and languages")
    func resolves() throws {
        let name = try resolve("shop.town.name")
        #expect(name.steps.map(\.dimension.name.value) == ["town"])
        #expect(name.column(in: .thai)?.name.value == "name_th")
        #expect(name.column(in: .english)?.name.value == "name_en")
        #expect(try resolve("shop.town.name_th").column(in: .english)?.name.value == "name_th")
        #expect(try resolve("number").type == .text)
        #expect(try resolve("amount").type == .decimal(precision: 12, scale: 2))
        #expect(try resolve("delivered.fiscal_year").type == .integer)
    }

    @Test("takes a calendar's own name as the role that decides the period")
    func calendar() throws {
        guard case .role(let event, _) = try resolve("date.month").root,
            case .role(let other, _) = try resolve("date.month", dateRole: "delivered").root
        else {
            Issue.record("not a role")
            return
        }
        #expect(event.name.value == "sold")
        #expect(other.name.value == "delivered")
    }

    @Test(
        "says where a path leads nowhere",
        arguments: [
            ("shops.name", "fact `sale` has no dimension `shops`; did you mean `shop`?"),
            ("shop.nam", "dimension `shop` has no column `nam`; did you mean `name`?"),
            ("shop.code.x", "`code` of dimension `shop` leads to no other dimension; there are `town`"),
            ("shop.", "`shop.` is not an attribute; write `dimension.column`"),
            ("", "`` is not an attribute; write `dimension.column`"),
        ])
    func refuses(path: String, message: String) throws {
        do {
            _ = try resolve(path)
            Issue.record("resolved")
        } catch let error as AttributeError {
            #expect(error.description == message)
        }
    }
}
