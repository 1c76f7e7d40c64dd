import Definitions
import Testing

@Suite struct ReferenceTableTests {
    private func read(_ text: String) -> (table: ReferenceTable?, diagnostics: [String]) {
        let collector = DiagnosticCollector()
        let table = ReferenceTable(text: text, file: "warehouse/reference/a.csv", collector: collector)
        return (table, collector.sorted.map(\.description))
    }

    @Test(
        "reads RFC 4180, whatever ends its lines",
        arguments: [
            "code,name\na,\"North, \"\"old\"\" wing\"\n\nb,\n",
            "\u{FEFF}code,name\r\na,\"North, \"\"old\"\" wing\"\r\n\r\nb,",
        ])
    func readsTables(text: String) throws {
        let (table, diagnostics) = read(text)
        #expect(diagnostics.isEmpty)
        let read = try #require(table)
        #expect(read.columns == ["code", "name"])
        #expect(read.rows == [["a", "North, \"old\" wing"], ["b", ""]])
        #expect(read.lines == [2, 4])
        #expect(read.column("name") == 1)
        #expect(read.column("other") == nil)
    }

    @Test("knows the line of a row behind a line break in quotes")
    func countsLines() { #expect(read("a\n\"x\ny\"\nz\n").table?.lines == [2, 4]) }

    @Test(
        "says what is wrong, and where",
        arguments: [
            ("", "1:1: error: the table has no header line; begin with the column names"),
            ("a,b\n1\n", "2:1: error: 1 fields, the header has 2"),
            ("a,b\n1,2,3\n", "2:1: error: 3 fields, the header has 2"),
            (
                "a,b\n1,x\"y\n",
                "2:1: error: a quote inside a field; put the whole field in quotes and double the inner ones"
            ),
            (
                "a,b\n1,\"x\"y\n",
                "2:1: error: text behind a closing quote; put the whole field in quotes and double the inner ones"
            ),
            ("a,b\n1,\"x\n2,y\n", "2:1: error: a quote is never closed; close it"),
        ])
    func namesErrors(text: String, expected: String) {
        let (table, diagnostics) = read(text)
        #expect(table == nil)
        #expect(diagnostics.first == "warehouse/reference/a.csv:\(expected)")
    }
}
