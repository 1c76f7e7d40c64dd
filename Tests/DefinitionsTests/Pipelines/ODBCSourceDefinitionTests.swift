import Testing

@testable import Definitions

@Suite struct ODBCSourceDefinitionTests {
    private func read(_ text: String) -> (definition: DatabaseSourceDefinition?, problems: [String]) {
        let collector = DiagnosticCollector()
        let definition = YAMLNode.parse(text, file: "p.yaml", collector: collector).flatMap {
            DatabaseSourceDefinition($0, "odbc")
        }
        return (definition, collector.sorted.map(\.description))
    }

    @Test("reads what is declared, and what is not")
    func reads() throws {
        let full = read("{ connection: mart, query: select 1, time_zone: UTC, timeout_seconds: 60 }")
        #expect(full.problems == [])
        #expect(full.definition?.connection.value == "mart")
        #expect(full.definition?.query.value == "select 1")
        #expect(full.definition?.timeZone?.value == "UTC")
        #expect(full.definition?.timeoutSeconds == 60)
        let short = read("{ connection: mart, query: select 1 }")
        #expect(short.definition?.timeZone == nil)
        #expect(short.definition?.timeoutSeconds == 3600)
    }

    @Test("reads by which columns pages are asked for")
    func readsPages() throws {
        let whole = read("{ connection: mart, query: q, pages: { by: [office, no], rows: 5000 } }")
        #expect(whole.problems == [])
        #expect(whole.definition?.pages?.by.map(\.value) == ["office", "no"])
        #expect(whole.definition?.pages?.rows == 5000)
        #expect(read("{ connection: mart, query: q, pages: { by: [no] } }").definition?.pages?.rows == nil)
    }

    @Test(
        "says what is wrong",
        arguments: [
            (
                "{ connection: mart, query: q, pages: { by: [] } }",
                "p.yaml:1:38: error: `by` names no column; name the columns that no two rows share, such as those of the primary key"
            ),
            (
                "{ connection: mart, query: q, pages: { by: [no, no] } }",
                "p.yaml:1:49: error: `no` stands there twice; name it once"
            ),
            (
                "{ connection: mart, query: q, pages: { by: [no], rows: 0 } }",
                "p.yaml:1:56: error: `rows` is 0; write 1 or more"
            ),
            ("{ connection: mart }", "p.yaml:1:1: error: missing key `query`; add `query:`"),
            (
                "{ connection: mart, query: q, time_zone: Asia/Bankok }",
                "p.yaml:1:42: error: there is no time zone `Asia/Bankok`; write it as `Asia/Bangkok` or `UTC`"
            ),
            (
                "{ connection: \"DSN=mart;PWD=geheim\", query: q }",
                "p.yaml:1:15: error: `connection` is a connection string, which has no place in a definition; name a connection of uptake.yaml, whose string is read from the environment or a file"
            ),
        ])
    func saysWhatIsWrong(text: String, expected: String) { #expect(read(text).problems == [expected]) }
}
