import Definitions
import Testing

@Suite struct FilterConditionTests {
    @Test("reads a value, a list, an exclusion, a range and whether there is one")
    func readsConditions() {
        func description(_ text: String) -> String? {
            read(text) { node -> FilterCondition? in FilterCondition(node, "a") }.definition.map {
                Filter(path: Located("a", at: SourceLocation(file: "", line: 1, column: 1)), condition: $0)
                    .description
            }
        }
        #expect(description("b") == "a = b")
        #expect(description("[b, c]") == "a = b | c")
        #expect(description("{ not: b }") == "a ≠ b")
        #expect(description("{ not: [b, c] }") == "a ≠ b | c")
        #expect(description("{ from: 1 }") == "a from 1")
        #expect(description("{ to: 2024-12-31 }") == "a to 2024-12-31")
        #expect(description("{ from: 1, to: 2 }") == "a from 1 to 2")
        #expect(description("{ known: true }") == "a known")
        #expect(description("{ known: false }") == "a not known")
    }

    @Test(
        "refuses what says nothing, several things, or something else",
        arguments: [
            ("{}", "the condition on `a` says nothing"),
            ("{ not: b, from: 1 }", "the condition on `a` says several things"),
            ("{ like: b }", "unknown key `like`"),
        ])
    func refusesOthers(text: String, message: String) {
        let diagnostics = read(text) { FilterCondition($0, "a") }.diagnostics
        #expect(diagnostics.contains { $0.contains(message) })
    }
}
