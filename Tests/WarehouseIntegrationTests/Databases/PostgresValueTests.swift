import Extraction
import Records
import TestSupport
import Testing

@testable import Definitions

/// Values out of COPY's binary format, held against what the server itself writes for them.
@Suite struct PostgresValueTests {
    private func read(_ query: String, _ conninfo: String) throws -> [[String]] {
        let collector = DiagnosticCollector()
        let node = try #require(
            YAMLNode.parse(
                "{ connection: till, query: \"\(query)\" }", file: "pipelines/trial.yaml", collector: collector))
        let definition = try #require(DatabaseSourceDefinition(node, "postgres"))
        let database = try PostgresDatabase(definition, conninfo: conninfo, timeZone: "Asia/Bangkok")
        let demands = database.columns.map {
            ColumnDemand(
                column: Located($0.name, at: node.location), target: $0.name, use: .value(.text), form: nil,
                isMapped: false)
        }
        let source = try database.extract(demands, ExtractionQuery.Rows(), ExtractionStatement())
        var batch = RecordBatch(width: database.columns.count)
        var rejects: [Reject] = []
        var rows: [[String]] = []
        var more = true
        while more {
            more = try source.read(into: &batch, rejects: &rejects)
            for row in 0..<batch.rowCount { rows.append((0..<batch.width).map { batch.text(row, $0) }) }
        }
        #expect(try source.finish().dataRecords == rows.count)
        return rows
    }

    @Test(
        "writes every value as the server does",
        arguments: [
            ("smallint", "(-32768), (0), (7), (32767)"), ("integer", "(-2147483648), (-1), (10), (2147483647)"),
            ("bigint", "(-9223372036854775808), (9223372036854775807), (1000)"),
            (
                "numeric",
                "(0), (0.0), (-0.001), (10000), (100000000.00010), (0.00001234), (12345678901234567890.123456789), ('NaN'), ('Infinity'), ('-Infinity'), (1e20)"
            ),
            ("numeric(14,2)", "(0), (0.5), (-123456789012.34), (99.90), (10000.00), (0.01)"),
            ("numeric(6,-2)", "(1234), (-100)"),
            (
                "date",
                "('2000-01-01'), ('1999-12-31'), ('2024-02-29'), ('1900-03-01'), ('0001-01-01'), ('9999-12-31'), ('infinity'), ('-infinity'), ('1600-02-29')"
            ),
            ("timestamp", "('2024-02-29 23:59:59'), ('1999-12-31 00:00:00'), ('infinity'), ('1970-01-01 12:34:56')"),
            ("uuid", "('12345678-9abc-def0-0fed-cba987654321')"), ("boolean", "(true), (false)"),
            ("text", "('ทดสอบ'), ('😀'), (E'a\\\\b\\tc\\nd'), ('\\N'), ('''quoted''')"), ("char(5)", "('ab')"),
            ("name", "('x')"),
        ])
    func writesValues(type: String, values: String) throws {
        try withTemporaryDatabase { conninfo throws in
            _ = try queryDatabase(
                conninfo, "create table v (n serial, v \(type)); insert into v (v) values \(values)")
            let expected = try queryDatabase(
                conninfo,
                "select encode(convert_to(coalesce(\(type == "boolean" ? "left(v::text, 1)" : "v::text"), ''), 'UTF8'), 'hex') from v order by n"
            )
            let found = try read("select v from v order by n", conninfo).map { row in
                row[0].utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            }
            #expect(found == expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }

    @Test("reads a moment by the clock of the project's time zone, and cuts off what is below a second")
    func readsMoments() throws {
        try withTemporaryDatabase { conninfo throws in
            // Bangkok is seven hours ahead: the last second of 30 September there, and the first of October.
            let rows = try read(
                "select timestamptz '2024-09-30 16:59:59.999999+00' as v, timestamptz '2024-09-30 17:00:00+00' as w, null::date as n",
                conninfo)
            #expect(rows == [["2024-09-30 23:59:59", "2024-10-01 00:00:00", ""]])
        }
    }

    @Test("reads an enumeration and a domain as what they are made of")
    func readsMadeTypes() throws {
        try withTemporaryDatabase { conninfo throws in
            _ = try queryDatabase(
                conninfo,
                "create type mood as enum ('ดี', 'sad'); create domain amount as numeric(8,2); create table t (m mood, a amount); insert into t values ('ดี', 3.5)"
            )
            #expect(try read("select m, a from t", conninfo) == [["ดี", "3.50"]])
        }
    }

    @Test("makes room for a decimal that is far longer than its bytes, and for what stands behind it")
    func readsLongDecimals() throws {
        try withTemporaryDatabase { conninfo throws in
            let rows = try read(
                "select 1e20000::numeric as a, 1e-10000::numeric as b, repeat('x', 9000) as c", conninfo)
            #expect(
                rows == [
                    [
                        "1" + String(repeating: "0", count: 20_000), "0." + String(repeating: "0", count: 9999) + "1",
                        String(repeating: "x", count: 9000),
                    ]
                ])
        }
    }

    @Test("an extraction of no rows has none")
    func readsNothing() throws {
        try withTemporaryDatabase { conninfo throws in #expect(try read("select 1 as a where false", conninfo) == []) }
    }
}
