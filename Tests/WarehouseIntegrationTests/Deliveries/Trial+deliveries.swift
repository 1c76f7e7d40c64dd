import Definitions
import Foundation
import Hashing
import Logging
import Periods
import Pipelines
import TestSupport
import Testing
import Warehouse

/// The project of shops without a file of sales, its feed of sales changed as a test needs it.
func salesProject(_ changes: (part: String, replacement: String)...) throws -> [String: String] {
    var files = shopProject
    files["in/sales.csv"] = nil
    var feed = try #require(files["pipelines/sales.yaml"])
    for change in changes {
        try #require(feed.contains(change.part))
        feed = feed.replacing(change.part, with: change.replacement)
    }
    files["pipelines/sales.yaml"] = feed
    return files
}

extension Trial {
    /// Runs one pipeline and looks on.
    ///
    /// - Parameters:
    ///   - jobs: how many files are read at the same time.
    ///   - seconds: by how much the clock is ahead; files written a moment ago count as so old.
    ///   - progress: is called after each batch, while the load is under way.
    func run(
        _ pipeline: String, jobs: Int, ahead seconds: Double = 60,
        progress: @escaping (_ source: String, _ rows: Int) -> Void = { _, _ in }
    ) throws -> [DeliveryOutcome] {
        let project = try project()
        let environment = PipelineRun.Environment(
            project: project, conninfo: conninfo, resolve: { try #require(self.sources[$0.name.value]) }, key: key,
            today: today.daysSinceEpoch, acceptLosses: false, dryRun: false, jobs: jobs,
            logger: Logger(label: "trial", factory: { _ in SwiftLogNoOpLogHandler() }),
            clock: { Date().addingTimeInterval(seconds) }, progress: progress)
        let session = try LoadSession(conninfo: conninfo, work: "trial")
        return try PipelineRun(try #require(project.pipelines[pipeline]), in: environment).run(session)
    }

    /// What readers see of the sales: shop, number, day and amount, one line each.
    func sales() throws -> String {
        try sql(
            """
            select code, number, to_char(to_date(sold_key::text, 'yyyymmdd'), 'MM-dd'), amount
            from star.sale join star.shop using (shop_key) order by code, number, sold_key, amount
            """)
    }

    /// Holds what the ledger says of each version of each slice against the rows that are there.
    func expectLedgerAgrees(_ fact: String = "sale", sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
        let different = try sql(
            """
            select * from (
                select slice_key, version_key, delivery_key, count(*) as stored from store.\(fact) group by 1, 2, 3
            ) s full join (
                select slice_key, version_key, delivery_key, rows as noted from ledger.delivery_slice where rows > 0
            ) n using (slice_key, version_key, delivery_key)
            where stored is distinct from noted
            """)
        #expect(different == "", sourceLocation: sourceLocation)
        // A published pair without a version behind it would show nothing.
        #expect(
            try sql(
                "select count(*) from ledger.published p left join ledger.delivery_slice s using (slice_key, version_key) where s.slice_key is null"
            ) == "0", sourceLocation: sourceLocation)
    }

    /// Sets when a file was last written.
    func setModified(_ path: String, _ date: Date) throws {
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: directory + "/" + path)
    }
}

/// The outcomes by source, in order.
func states(_ outcomes: [DeliveryOutcome]) -> [String] {
    outcomes.map { "\($0.source.split(separator: "/").last ?? "") \($0.state.rawValue)" }
}
