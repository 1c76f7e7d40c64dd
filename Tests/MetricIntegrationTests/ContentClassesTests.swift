import Definitions
import Foundation
import Periods
import Postgres
import TestSupport
import Testing
import Warehouse

@testable import MetricQueries

/// Which rows came or went between two moments, worked out by hand for months of which some were replaced.
@Suite struct ContentClassesTests {
    /// Days of 2024 in classes: what is before June, June, July, and what comes later; and two shops.
    private static let days = ["2024-06": Int32(1), "2024-07": 2]
    private static let dayCount = 4
    private static let shops = ["a": Int32(0), "b": 1]

    /// One version of a slice that was published for a while.
    private struct Version {
        let period: String
        var part: String?
        let from: String
        var until = "infinity"
        var madeBy = "load"
        /// The version that is published; one of its own without it.
        var number: Int?
    }

    /// Reads the history of a ledger that has these versions.
    private func history(
        _ versions: [Version], slice: String, feeds: Int = 1, earlier: Set<String>, now: String
    ) throws -> ContentHistory {
        try withTemporaryDirectory { directory in
            let folder = "\(directory)/bakery"
            try copyTree("\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/bakery", to: folder)
            if feeds == 1 { try FileManager.default.removeItem(atPath: "\(folder)/pipelines/web_sales.yaml") }
            let file = "\(folder)/pipelines/sales.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let declared = "slice: { by: month, of: sold }"
            try #require(text.contains(declared))
            try Data(text.replacing(declared, with: slice).utf8).write(to: URL(filePath: file))
            let collector = DiagnosticCollector()
            let loaded = Project.load(folder, collector: collector)
            try #require(collector.sorted.map(\.description) == [])
            let project = try #require(loaded)
            let rule = try #require(project.pipelines["sales"]?.slice?.rule)
            return try withTemporaryDatabase { url in
                let connection = try Connection(connecting: url)
                try Migration(project).run(on: connection)
                var slices: [String] = []
                for (index, version) in versions.enumerated() {
                    let name = "\(version.period) \(version.part ?? "")"
                    let key = slices.firstIndex(of: name) ?? slices.count
                    if key == slices.count {
                        slices.append(name)
                        let part = version.part.map { "'\($0)'" } ?? "null"
                        try connection.execute(
                            """
                            insert into ledger.slice (slice_key, pipeline, period, slicing, part)
                            values (\(key), 'sales', '\(version.period)', '\(rule)', \(part))
                            """)
                    }
                    let index = version.number ?? index
                    try connection.execute(
                        """
                        insert into ledger.load (version_key, fact, leaf, loaded_at, made_by)
                        values (\(index), 'sale', 'v\(index)', '\(version.from)', '\(version.madeBy)')
                        on conflict do nothing
                        """)
                    try connection.execute(
                        """
                        insert into ledger.published_history (slice_key, version_key, known_from, known_to)
                        values (\(key), \(index), '\(version.from)', '\(version.until)')
                        """)
                }
                return try ContentHistory(
                    of: try #require(project.facts["sale"]), project, earlier: earlier, now: now, on: connection)
            }
        }
    }

    private func classes(_ history: ContentHistory) -> ContentClasses {
        ContentClasses(history, root: 0, sizes: [Self.dayCount, Self.shops.count]) { condition in
            if let month = condition.span?.from?.description.prefix(7), let day = Self.days[String(month)] {
                return (0, [day])
            }
            guard case .filter(_, .isIn(let values)) = condition else { return nil }
            return (1, values.compactMap { Self.shops[$0] })
        }
    }

    private static let months = "slice: { by: month, of: sold }"
    private static let parts = "slice: { by: month, of: sold, part: shop }"

    @Test("a replaced month is one class of what was seen before and one of what is now; all else is as it was")
    func replaced() throws {
        let history = try history(
            [
                Version(period: "2024-06", from: "2024-07-01", until: "2024-09-01"),
                Version(period: "2024-06", from: "2024-09-01"), Version(period: "2024-07", from: "2024-08-01"),
            ], slice: Self.months, earlier: ["2024-08-01"], now: "2024-09-01")
        #expect(history.moments == ["2024-08-01", "2024-09-01"])
        #expect(history.hasOneFeed)
        #expect(Set(history.contents.map(\.isSeen)) == [[true, false], [false, true]])
        let classes = classes(history)
        #expect(classes.count == Self.dayCount + 1)
        #expect(classes.voids.isEmpty)
        let june = Set(classes.expand([1]))
        #expect(june.count == 2)
        #expect(june.intersection(classes.classes(at: 0)).count == 1)
        #expect(june.intersection(classes.classes(at: 1)).count == 1)
        #expect(june.isDisjoint(with: Set(classes.classes(at: 0)).intersection(classes.classes(at: 1))))
        for day in [0, 2, 3] as [Int32] {
            let here = classes.expand([day])
            #expect(here.count == 1)
            #expect(classes.classes(at: 0).contains(here[0]) && classes.classes(at: 1).contains(here[0]))
        }
    }

    @Test("a month that came in between was not there before, and nothing of it stays")
    func added() throws {
        let history = try history(
            [Version(period: "2024-07", from: "2024-08-15")],
            slice: Self.months, earlier: ["2024-08-01"], now: "2024-09-01")
        #expect(history.contents.map(\.isSeen) == [[false, true]])
        let classes = classes(history)
        #expect(classes.count == Self.dayCount)
        let july = classes.expand([2])
        #expect(july.count == 1)
        #expect(!classes.classes(at: 0).contains(july[0]) && classes.classes(at: 1).contains(july[0]))
    }

    @Test("the days of a month that another feed fills as well keep a rest that has not changed")
    func twoFeeds() throws {
        let history = try history(
            [
                Version(period: "2024-06", from: "2024-07-01", until: "2024-09-01"),
                Version(period: "2024-06", from: "2024-09-01"),
            ], slice: Self.months, feeds: 2, earlier: ["2024-08-01"], now: "2024-09-01")
        #expect(!history.hasOneFeed)
        let classes = classes(history)
        #expect(classes.count == Self.dayCount + 2)
        let june = Set(classes.expand([1]))
        #expect(june.intersection(classes.classes(at: 0)).intersection(classes.classes(at: 1)).count == 1)
        #expect(june.count == 3)
    }

    @Test("a replaced part leaves a rest without that part, and what was replaced is of that part alone")
    func part() throws {
        let history = try history(
            [
                Version(period: "2024-06", part: "a", from: "2024-07-01", until: "2024-09-01"),
                Version(period: "2024-06", part: "a", from: "2024-09-01"),
                Version(period: "2024-06", part: "b", from: "2024-07-01"),
            ], slice: Self.parts, earlier: ["2024-08-01"], now: "2024-09-01")
        let classes = classes(history)
        #expect(classes.count == Self.dayCount + 2)
        let june = Set(classes.expand([1]))
        let rest = june.intersection(classes.classes(at: 0)).intersection(classes.classes(at: 1))
        #expect(june.count == 3 && rest.count == 1)
        // Of the rest nothing is of shop a, of what came or went nothing of shop b.
        var withoutA: Set<Int32> = []
        var withoutB: Set<Int32> = []
        for void in classes.voids {
            let within = try #require(void.within)
            #expect(within.root == 1)
            if within.classes.contains(0) { withoutA.formUnion(void.classes) }
            if within.classes.contains(1) { withoutB.formUnion(void.classes) }
        }
        #expect(withoutA == rest)
        #expect(withoutB == june.subtracting(rest))
    }

    @Test("rows that were moved or have other keys are the same rows", arguments: ["compaction", "rekeying"])
    func moved(by maker: String) throws {
        let history = try history(
            [
                Version(period: "2024-06", from: "2024-07-01", until: "2024-08-15"),
                Version(period: "2024-06", from: "2024-08-15", madeBy: maker),
            ], slice: Self.months, earlier: ["2024-08-01"], now: "2024-09-01")
        #expect(history.contents.isEmpty)
        #expect(classes(history).count == Self.dayCount)
    }

    @Test("a version that is published again has the rows that it had")
    func rolledBack() throws {
        let history = try history(
            [
                Version(period: "2024-06", from: "2024-07-01", until: "2024-08-15", number: 1),
                Version(period: "2024-06", from: "2024-08-15", until: "2024-09-15", number: 2),
                Version(period: "2024-06", from: "2024-09-15", number: 1),
            ], slice: Self.months, earlier: ["2024-08-01", "2024-09-01"], now: "2024-10-01")
        #expect(Set(history.contents.map(\.isSeen)) == [[true, false, true], [false, true, false]])
    }

    @Test("what is seen at three moments is told apart by each of them; without earlier ones nothing is")
    func moments() throws {
        let versions = [
            Version(period: "2024-06", from: "2024-07-01", until: "2024-08-15"),
            Version(period: "2024-06", from: "2024-08-15", until: "2024-09-15"),
            Version(period: "2024-06", from: "2024-09-15"),
        ]
        let three = try history(
            versions, slice: Self.months, earlier: ["2024-09-01", "2024-08-01"], now: "2024-10-01")
        #expect(three.moments == ["2024-08-01", "2024-09-01", "2024-10-01"])
        let classes = classes(three)
        let june = classes.expand([1])
        #expect(june.count == 3)
        for moment in 0..<3 { #expect(Set(june).intersection(classes.classes(at: moment)).count == 1) }
        let none = try history(versions, slice: Self.months, earlier: ["2024-10-01"], now: "2024-10-01")
        #expect(none.contents.isEmpty && self.classes(none).count == Self.dayCount)
    }
}
