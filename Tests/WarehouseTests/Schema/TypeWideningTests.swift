import Testing

@testable import Warehouse

@Suite struct TypeWideningTests {
    @Test(
        "accepts types that hold every value of the old one",
        arguments: [
            ("integer", "bigint"), ("numeric(10,2)", "numeric(14,2)"), ("numeric(10,2)", "numeric(12,4)"),
            ("numeric(5,0)", "numeric(6,1)"),
        ])
    func accepts(old: String, new: String) { #expect(TypeWidening.isWider(new, than: old)) }

    @Test(
        "refuses types that might lose something, or mean something else",
        arguments: [
            ("bigint", "integer"), ("numeric(14,2)", "numeric(10,2)"), ("numeric(10,2)", "numeric(10,4)"),
            ("numeric(10,2)", "numeric(12,1)"),
            ("text", "integer"), ("integer", "text"), ("date", "timestamp without time zone"), ("uuid", "text"),
            ("numeric", "numeric(10,2)"),
        ])
    func refuses(old: String, new: String) { #expect(!TypeWidening.isWider(new, than: old)) }
}
