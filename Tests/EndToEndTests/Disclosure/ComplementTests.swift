import Definitions
import Foundation
import MetricQueries
import Periods
import Postgres
import Reporting
import TestSupport
import Testing

/// What hiding the small counts alone is worth: the attacker that finds nothing otherwise finds them by subtraction.
@Suite("Complementary suppression") struct ComplementTests {
    /// Writes the workbooks of a report without the program, which always protects what it writes.
    private func write(
        _ name: String, of classes: EveningClasses, to folder: String, steps: DisclosureControl.Steps
    ) throws {
        let collector = DiagnosticCollector()
        let project = try #require(Project.load(classes.directory, collector: collector))
        let connection = try Connection(connecting: classes.database)
        for language in Language.allCases {
            var order = ReportOrder(period: .year(2024), language: language, folder: folder)
            order.disclosure = steps
            _ = try ReportRun(try #require(project.reports[name]), of: project, order: order).run(on: connection)
        }
    }

    @Test("is what keeps small counts from being found", arguments: [0, 3])
    func isNeeded(seed: Int) throws {
        try EveningClasses.with(seed: seed, years: [2023, 2024]) { classes in
            let folder = try classes.edition("1")
            for report in ["yearbook", "atlas"] { try write(report, of: classes, to: folder, steps: []) }
            let outcome = try classes.attack([folder])
            #expect(outcome.hidden > 0)
            // Hidden are the small ones, everywhere …
            #expect(outcome.wrong + outcome.hiddenZero == [])
            // … and yet known to the last digit.
            #expect(outcome.exact.count { $0.hasPrefix("rows of") } >= 3, "\(outcome.exact)")
        }
    }

    @Test("leaves nothing with the same data and reports", arguments: [0, 3])
    func suffices(seed: Int) throws {
        try EveningClasses.with(seed: seed, years: [2023, 2024]) { classes in
            let folder = try classes.edition("1")
            try write("yearbook", of: classes, to: folder, steps: .all)
            do {
                try write("atlas", of: classes, to: folder, steps: .all)
            } catch let error as ReportError {
                // What the first has shown cannot be hidden any more.
                #expect(error.description.contains("in earlier reports"))
            }
            #expect(try classes.attack([folder]).findings == [])
        }
    }

    @Test("is missed by the audit, and nothing is written")
    func isAudited() throws {
        try EveningClasses.with(seed: 0, years: [2023, 2024]) { classes in
            let folder = try classes.edition("1")
            #expect(throws: ReportError.self) {
                try write("yearbook", of: classes, to: folder, steps: .audit)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["deliveries"])
        }
    }
}
