import Hashing
import Records
import TestSupport
import Testing

@testable import Definitions
@testable import Extraction

@Suite(.enabled(if: hasSQLite, Comment(rawValue: whereToGetSQLite)))
struct ODBCSourceTests {
    private let schema = """
        create table visit (no integer, day date, name varchar(20), fee integer, photo blob);
        insert into visit values (1, '2024-02-29', 'สมชาย', 30, x'00'), (2, null, '', null, null),
            (3, '2024-03-01', cast(x'41a1' as text), 5, null), (4, '2024-03-02', 'last', 7, null);
        """

    private func definition(_ query: String, more: String = "") throws -> DatabaseSourceDefinition {
        let collector = DiagnosticCollector()
        let node = try #require(
            YAMLNode.parse(
                "{ connection: clinic, query: \"\(query)\"\(more) }", file: "pipelines/trial.yaml", collector: collector
            ))
        let definition = try #require(DatabaseSourceDefinition(node, "odbc"))
        #expect(collector.sorted == [])
        return definition
    }

    private func demand(_ column: String, _ type: ColumnType) -> ColumnDemand {
        ColumnDemand(
            column: Located(column, at: SourceLocation(file: "p.yaml", line: 1, column: 1)), target: column,
            use: .value(type),
            form: nil, isMapped: false)
    }

    private func read(_ source: ODBCSource) throws -> (batch: RecordBatch, rejects: [Reject], summary: SourceSummary) {
        var batch = RecordBatch(width: source.columns.count)
        var all = RecordBatch(width: source.columns.count)
        var rejects: [Reject] = []
        var more = true
        while more {
            more = try source.read(into: &batch, rejects: &rejects)
            for row in 0..<batch.rowCount {
                for field in 0..<batch.width {
                    all.bytes += batch.bytes[batch.range(row, field)]
                    all.ends.append(Int32(all.bytes.count))
                }
                all.endRow(line: batch.lines[row], offset: batch.offsets[row], length: batch.lengths[row])
            }
        }
        return (all, rejects, try source.finish())
    }

    @Test("reads the columns that are asked for; a text that is none is a reject of its row")
    func reads() throws {
        try withSQLiteDatabase(schema) { connectionString throws in
            let source = try ODBCSource(
                try definition("select * from visit order by no"), connectionString: connectionString,
                demands: [demand("name", .text), demand("no", .integer)], timeZone: "Asia/Bangkok")
            #expect(source.columns == ["no", "name"])
            let found = try read(source)
            #expect(found.batch.lines == [1, 2, 4])
            #expect(found.batch.offsets == [1, 2, 4])
            #expect((0..<3).map { found.batch.text($0, 1) } == ["สมชาย", "", "last"])
            #expect(found.rejects.count == 1)
            #expect(found.rejects.first?.place.line == 3)
            #expect(found.rejects.first?.column == "name")
            #expect(found.rejects.first?.columnIndex == 2)
            #expect(found.rejects.first?.rejectClass == .encoding)
            #expect(found.summary.dataRecords == 4)
        }
    }

    @Test("is the same extraction while the rows are, and another when one differs")
    func identifies() throws {
        try withSQLiteDatabase(schema) { connectionString throws in
            func sha256(_ query: String) throws -> String {
                try read(
                    try ODBCSource(
                        try definition(query), connectionString: connectionString, timeZone: "Asia/Bangkok")
                ).summary.sha256.description
            }
            let first = try sha256("select no, fee from visit where no <> 3 order by no")
            #expect(try sha256("select no, fee from visit where no in (1, 2, 4) order by no;") == first)
            #expect(try sha256("select no, fee + (no = 4) from visit where no <> 3 order by no") != first)
        }
    }

    @Test("refuses columns that are missing or cannot fit, with the place that asks for them")
    func refuses() throws {
        try withSQLiteDatabase(schema) { connectionString throws in
            func error(_ demands: [ColumnDemand]) throws -> String? {
                let definition = try definition("select no, photo from visit")
                return #expect(throws: ExtractionError.self) {
                    try ODBCSource(
                        definition, connectionString: connectionString, demands: demands, timeZone: "Asia/Bangkok")
                }?.description
            }
            #expect(
                try error([demand("number", .integer)])
                    == "clinic: the query has no column `number`; add it to the query at pipelines/trial.yaml:1:30, or drop it, at p.yaml:1:1"
            )
            #expect(
                try error([demand("photo", .text)])
                    == "clinic: column `photo` is binary, and `photo` is of type text; cast it in the query to a text or a number, at p.yaml:1:1"
            )
        }
    }

    @Test("says whether the database is missing or the query is wrong")
    func saysWhatIsWrong() throws {
        try withSQLiteDatabase(schema) { connectionString throws in
            func error(_ query: String, _ connectionString: String) throws -> ExtractionError? {
                let definition = try definition(query)
                return #expect(throws: ExtractionError.self) {
                    try ODBCSource(definition, connectionString: connectionString, timeZone: "Asia/Bangkok")
                }
            }
            let missing = try error("select 1", connectionString + ".gone")
            #expect(missing?.kind == .missingInput)
            #expect(missing?.remedy == "check the connection `clinic` in uptake.yaml")
            let wrong = try error("select nothing", connectionString)
            #expect(wrong?.kind == .badInput)
            #expect(wrong?.remedy == "correct the query at pipelines/trial.yaml:1:30")
            let secret = try error("select 1", "Driver=SQLite3;PWD={geheim")
            #expect(secret?.kind == .missingInput)
            #expect(secret?.description.contains("geheim") == false)
        }
    }

    @Test("gives the few rows of an aggregate as texts")
    func aggregates() throws {
        try withSQLiteDatabase(schema) { connectionString throws in
            let query = ODBCQuery(
                try ODBCSession(
                    try definition("select no from visit"), connectionString, deliveredIn: "Asia/Bangkok"))
            #expect(
                try query.rows("select substr(day, 1, 7) as month, count(*), sum(fee) from visit group by 1 order by 1")
                    == [[nil, "1", nil], ["2024-02", "1", "30"], ["2024-03", "2", "12"]])
        }
    }
}
