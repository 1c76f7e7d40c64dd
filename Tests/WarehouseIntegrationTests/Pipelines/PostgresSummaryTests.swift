import Extraction
import Hashing
import Records
import TestSupport
import Testing

@testable import Definitions

@Suite struct PostgresSummaryTests {
    /// What COPY writes in its text format.
    private let text = "1\tx\n2\t\\N\n"

    @Test(
        "gives the hash of the whole extraction at its end, whether it was asked for before or not",
        arguments: [true, false])
    func summarises(isHashedBefore: Bool) throws {
        try withTemporaryDatabase { database in
            let collector = DiagnosticCollector()
            let node = try #require(
                YAMLNode.parse(
                    "{ connection: till, query: \"select * from (values (1, 'x'), (2, null)) v (a, b)\" }",
                    file: "pipelines/trial.yaml", collector: collector))
            let source = try PostgresSource(
                try #require(PostgresSourceDefinition(node)), conninfo: database, required: [])
            if isHashedBefore { #expect(try source.contentHash() == SHA256Digest(of: text)) }
            var batch = RecordBatch(width: 2)
            var rejects: [Reject] = []
            while try source.read(into: &batch, rejects: &rejects) {}
            let summary = try source.finish()
            #expect(summary.sha256 == SHA256Digest(of: text))
            #expect(summary.dataRecords == 2)
            #expect(summary.identity == nil)
        }
    }
}
