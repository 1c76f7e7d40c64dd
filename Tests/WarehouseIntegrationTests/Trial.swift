import Definitions
import Foundation
import Hashing
import Logging
import Periods
import Pipelines
import Postgres
import TestSupport
import Testing
import Warehouse

/// A project in a folder of its own, and a database for its warehouse.
final class Trial {
    let directory: String
    let conninfo: String
    var key: PseudonymKey? = PseudonymKey(secret: Array("Jefe".utf8))
    /// The connection strings of source databases by their names.
    var sources: [String: String] = [:]
    var today = CivilDate(daysSinceEpoch: 9000)

    private init(_ directory: String, _ conninfo: String) {
        self.directory = directory
        self.conninfo = conninfo
    }

    /// Writes the files, migrates the empty database and lends both.
    static func with(_ files: [String: String], _ body: (Trial) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            try withTemporaryDatabase { conninfo in
                let trial = Trial(directory, conninfo)
                for (path, text) in files { try trial.write(text, to: path) }
                try trial.migrate()
                try body(trial)
            }
        }
    }

    func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

    func write(_ bytes: Data, to path: String) throws {
        let file = URL(filePath: directory).appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: file)
        // A file that looks young is looked at twice, which takes two seconds.
        try FileManager.default.setAttributes(
            [.modificationDate: Date().addingTimeInterval(-60)], ofItemAtPath: file.path(percentEncoded: false))
    }

    /// Replaces a part of a file, which must be there.
    func edit(_ path: String, _ part: String, _ replacement: String) throws {
        let text = try String(contentsOfFile: directory + "/" + path, encoding: .utf8)
        try #require(text.contains(part))
        try write(text.replacing(part, with: replacement), to: path)
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: directory + "/" + path) }

    func move(_ path: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: directory + "/" + path, toPath: directory + "/" + other)
    }

    func project() throws -> Project {
        let collector = DiagnosticCollector()
        let project = Project.load(directory, collector: collector)
        try #require(collector.sorted.map(\.description) == [])
        return try #require(project)
    }

    @discardableResult
    func migrate() throws -> Int {
        let project = try project()
        let connection = try Connection(connecting: conninfo)
        let statements = try Migration(project).run(on: connection)
        try ReferenceMembers(project).load(today: today.daysSinceEpoch, on: connection)
        return statements
    }

    /// Runs one pipeline.
    @discardableResult
    func run(
        _ pipeline: String, accept: Bool = false, dryRun: Bool = false, backfill: CoveredSpan? = nil
    ) throws -> [DeliveryOutcome] {
        let project = try project()
        let session = try LoadSession(conninfo: conninfo, work: "trial")
        let environment = PipelineRun.Environment(
            project: project, conninfo: conninfo, resolve: { try #require(self.sources[$0.name.value]) }, key: key,
            today: today.daysSinceEpoch, acceptLosses: accept, dryRun: dryRun,
            logger: Logger(label: "trial", factory: { _ in SwiftLogNoOpLogHandler() }), backfill: backfill,
            // What a file looks like is only remembered when it has not changed for a while.
            clock: { Date().addingTimeInterval(60) })
        return try PipelineRun(try #require(project.pipelines[pipeline]), in: environment).run(session)
    }

    /// Runs a pipeline that has one delivery.
    func load(_ pipeline: String, accept: Bool = false) throws -> DeliveryOutcome {
        let outcomes = try run(pipeline, accept: accept)
        try #require(outcomes.count == 1)
        return outcomes[0]
    }

    /// Asks the warehouse through psql.
    func sql(_ text: String) throws -> String { try queryDatabase(conninfo, text) }

    /// A checksum of every table that holds data or says what of it is published, by its name.
    ///
    /// The ledger's lists of deliveries, rejects and files are left out: they grow with each attempt.
    func checksums() throws -> [String: String] {
        let tables = try sql(
            """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('store', 'leaf', 'ledger', 'rollup') and c.relkind in ('r', 'p')
              and format('%I.%I', n.nspname, c.relname) not in (
                  'ledger.delivery', 'ledger.reject_rule', 'ledger.rejected_row', 'ledger.file')
            order by 1
            """
        ).split(separator: "\n")
        let query = tables.map {
            "select '\($0)', count(*), md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) from \($0) t"
        }.joined(separator: "\nunion all\n")
        var sums: [String: String] = [:]
        for line in try sql(query).split(separator: "\n") {
            let fields = line.split(separator: "|")
            sums[String(fields[0])] = "\(fields[1]) rows, \(fields[2])"
        }
        return sums
    }
}

/// The counts of an outcome in one line.
func counts(_ outcome: DeliveryOutcome) -> String {
    guard let record = outcome.record else { return outcome.state.rawValue }
    return """
        \(outcome.state.rawValue): \(record.readRows) read, \(record.loadedRows) loaded, \(record.rejectedRows) rejected, \
        \(record.duplicateRows) duplicate
        """
}
