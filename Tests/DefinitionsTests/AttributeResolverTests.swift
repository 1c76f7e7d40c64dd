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

    @Test("takes the member as it was, unless it is to be as it is today")
    func standing() throws {
        #expect(try resolve("shop.town.name").standing == .asWas)
        #expect(try resolve("shop.town.name as_was").standing == .asWas)
        let today = try resolve("shop.town.name as_is")
        #expect(today.standing == .asIs)
        #expect(today.path == "shop.town.name as_is")
        #expect(today.steps.map(\.dimension.name.value) == ["town"])
        // A day is what it was.
        #expect(try resolve("date.month as_is").standing == .asWas)
    }

    @Test(
        "says where a path leads nowhere",
        arguments: [
            ("shops.name", "fact `sale` has no dimension `shops`; did you mean `shop`?"),
            ("shop.nam", "dimension `shop` has no column `nam`; did you mean `name`?"),
            ("shop.code.x", "`code` of dimension `shop` leads to no other dimension; there are `town`"),
            ("shop.", "`shop.` is not an attribute; write `dimension.column`"),
            ("", "`` is not an attribute; write `dimension.column`"),
            (
                "shop.name as_it",
                "`shop.name as_it` is not an attribute; write `dimension.column`, or `dimension.column as_is`"
            ),
            ("number as_is", "`number` is no attribute of a member; drop `as_is`"),
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
