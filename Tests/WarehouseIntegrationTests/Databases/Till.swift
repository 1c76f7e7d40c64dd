import TestSupport
import Testing

/// Receipts in another database, out of which the sales of the shops are extracted.
struct Till {
    let trial: Trial
    let conninfo: String

    static let query = "select no, day, back, shop, id, amount, note from receipt order by no"

    /// Makes the source database and the project.
    ///
    /// - Parameter options: further keys of the source, such as `, reconcile: true`.
    static func with(_ query: String = Till.query, _ options: String = "", _ body: (Till) throws -> Void) throws {
        var files = shopProject
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
            .replacing(
                "csv: { path: \"in/sales*.csv\" }",
                with: "postgres: { connection: till, query: \(yaml(query))\(options) }"
            )
            .replacing("  amount: {", with: "  note: { from: note }\n  amount: {")
        try withTemporaryDatabase { conninfo in
            _ = try queryDatabase(
                conninfo,
                """
                create table receipt (
                    no integer, day date, back date, shop text, id text, amount numeric(10,2), note text,
                    updated_at timestamptz not null default '2024-03-01 00:00+00');
                insert into receipt (no, day, back, shop, id, amount, note) values
                    (1, '2024-01-05', null, '7', '1101700234568', 10.50, E'tab\\there, line\\nbreak, back\\\\slash, \\r, ''quote'', "ก"'),
                    (2, '2024-01-06', '2024-01-07', '8', null, 0.01, null), (3, '2024-02-01', null, '7', '', 5, ''),
                    (4, '2024-02-01', '2024-01-01', '7', null, 5, '\\N')
                """)
            try Trial.with(files) { trial in
                trial.sources["till"] = conninfo
                try body(Till(trial: trial, conninfo: conninfo))
            }
        }
    }

    @discardableResult
    func sql(_ text: String) throws -> String { try queryDatabase(conninfo, text) }

    private static func yaml(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n"))\""
    }
}
