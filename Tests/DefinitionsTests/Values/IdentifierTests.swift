import Definitions
import Testing

@Suite struct IdentifierTests {
    @Test(
        "accepts names that need no quotes in SQL",
        arguments: ["a", "claim", "size_band", "a1", "a_", String(repeating: "a", count: 40)])
    func accepts(name: String) { #expect(isIdentifier(name)) }

    @Test(
        "refuses others",
        arguments: [
            "", "1a", "_a", "Claim", "size-band", "a b", "a.b", "ก", "a\"", "é",
            String(repeating: "a", count: 41),
        ])
    func refuses(name: String) { #expect(!isIdentifier(name)) }
}
