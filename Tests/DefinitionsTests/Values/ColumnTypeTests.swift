import Definitions
import Testing

@Suite struct ColumnTypeTests {
    @Test(
        "reads every type and writes it the same way",
        arguments: [
            "integer", "bigint", "decimal(14,2)", "decimal(18,18)", "decimal(1,0)", "text", "date",
            "timestamp", "boolean", "pseudonym",
        ])
    func readsTypes(text: String) { #expect(ColumnType(text)?.description == text) }

    @Test("accepts a blank inside a decimal")
    func acceptsBlanks() { #expect(ColumnType("decimal(14, 2)") == .decimal(precision: 14, scale: 2)) }

    /// Eighteen digits are what a signed 64-bit number always holds.
    @Test(
        "refuses others",
        arguments: [
            "", "int", "Integer", "decimal", "decimal(14)", "decimal(19,2)", "decimal(0,0)", "decimal(2,3)",
            "decimal(14,-1)", "decimal(a,b)",
            "decimal(14,2", "decimal(1,2,3)", "numeric(14,2)", "float",
        ])
    func refusesOthers(text: String) { #expect(ColumnType(text) == nil) }

    @Test("names the types there are")
    func namesTypes() {
        let diagnostics = read("varchar") { $0.columnType("type") }.diagnostics
        #expect(
            diagnostics == [
                "test.yaml:1:1: error: `varchar` is not a type; use one of integer, bigint, decimal(p,s) with p up to 18, text, date, timestamp, boolean, pseudonym"
            ])
    }
}
