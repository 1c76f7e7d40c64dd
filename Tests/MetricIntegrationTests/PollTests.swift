import Definitions
import MetricQueries
import Periods
import Postgres
import TestSupport
import Testing
import Warehouse

/// A survey whose answers can be counted by hand; its intervals are SciPy's (`scipy.stats.t.interval`,
/// `scipy.stats.binomtest(…).proportion_ci(method="wilson")`).
///
/// Answers of 2024, of 5 at most: Archery 5, 4, 3, 5, 2 by three members of twelve; Botany 4 by one; Chess 3 and 3 by
/// two; Drama 8 of 10 and 4 of 5 by two. In 2025 Archery says 5 and 5. Only those of 2024 were invited by list.
@Suite struct PollTests {
    private static func with(_ body: (MetricEngine, borrowing Connection) throws -> Void) throws {
        let folder = "\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/poll"
        let collector = DiagnosticCollector()
        let loaded = Project.load(folder, collector: collector)
        #expect(collector.sorted.map(\.description) == [])
        let project = try #require(loaded)
        try withTemporaryDatabase { url in
            let connection = try Connection(connecting: url)
            try Migration(project).run(on: connection)
            _ = try queryDatabase(url, sql)
            let engine = MetricEngine(
                project: project, completeness: try Completeness(project, on: connection),
                versions: try PublishedVersions(project, on: connection))
            try body(engine, connection)
        }
    }

    private static let sql: String = {
        let answers: [(String, String, String, Int, Int, Int, Int)] = [
            ("r1", "q1", "2024", 1, 5, 5, 1), ("r1", "q2", "2024", 1, 4, 5, 1), ("r2", "q1", "2024", 1, 3, 5, 1),
            ("r2", "q2", "2024", 1, 5, 5, 1), ("r3", "q1", "2024", 1, 2, 5, 1), ("r4", "q1", "2024", 2, 4, 5, 1),
            ("r5", "q1", "2024", 3, 3, 5, 1), ("r6", "q1", "2024", 3, 3, 5, 1), ("r7", "q1", "2024", 4, 8, 10, 1),
            ("r8", "q1", "2024", 4, 4, 5, 1), ("r1", "q1", "2025", 1, 5, 5, 2), ("r1", "q2", "2025", 1, 5, 5, 2),
        ]
        let rows = answers.enumerated().map { line, row in
            "(\(row.6), 1, 1, \(line), \(row.2)0601, \(row.3), '\(row.0)', '\(row.1)', \(row.4), \(row.5))"
        }
        let invited = (1...12).map { "(3, 2, 2, \($0), 20240501, 1, 'r\($0)')" }
        return """
            insert into store.club (club_key, code, name_en, name_th, valid_from, valid_to, known_from, known_to, inferred)
            select k, c, e, e, '-infinity', 'infinity', '-infinity', 'infinity', false
            from (values (1, 'a', 'Archery'), (2, 'b', 'Botany'), (3, 'c', 'Chess'), (4, 'd', 'Drama')) as v (k, c, e);
            create table leaf.answer_v1 partition of store.answer for values in (1);
            create table leaf.invitation_v2 partition of store.invitation for values in (2);
            insert into store.answer (slice_key, version_key, delivery_key, line,
                answered_key, club_key, respondent, question, score, maximum)
            values \(rows.joined(separator: ", "));
            insert into store.invitation (slice_key, version_key, delivery_key, line, invited_key, club_key, respondent)
            values \(invited.joined(separator: ", "));
            insert into ledger.load (version_key, fact, leaf, loaded_at)
            values (1, 'answer', 'answer_v1', '2024-01-01'), (2, 'invitation', 'invitation_v2', '2024-01-01');
            insert into ledger.slice (slice_key, pipeline, period, slicing)
            values (1, 'answers', '2024', 'year'), (2, 'answers', '2025', 'year'), (3, 'invitations', '2024', 'year');
            insert into ledger.published (slice_key, version_key) values (1, 1), (2, 1), (3, 2);
            """
    }()

    private func cells(
        _ metric: String, _ period: String = "2024", on engine: MetricEngine, _ connection: borrowing Connection
    ) throws -> [String: MetricCell] {
        let table = try engine.table(
            MetricRequest(
                metrics: [metric], by: [AttributePath("club.name")], period: try #require(Period(period)),
                language: .english), on: connection)
        var cells = Dictionary(uniqueKeysWithValues: table.rows.map { ($0.members[0] ?? "–", $0.cells[0]) })
        cells["total"] = table.total.cells[0]
        return cells
    }

    private func expect(_ cell: MetricCell?, _ low: Double, _ high: Double) throws {
        let interval = try #require(cell?.interval)
        #expect(abs(interval.low - low) < 1e-9 && abs(interval.high - high) < 1e-9, "\(interval)")
    }

    @Test("gives a mean, both score conventions and their t intervals")
    func means() throws {
        try Self.with { (engine, connection) throws in
            let mean = try cells("mean", on: engine, connection)
            #expect(mean["Archery"]?.value == (try Rational(19, over: 5)))
            #expect(mean["Archery"]?.count == 5)
            try expect(mean["Archery"], 2.1810682152912966, 5.418931784708703)
            try expect(mean["Chess"], 3, 3)
            #expect(mean["Botany"]?.value == Rational(4))
            #expect(mean["Botany"]?.interval == nil)

            let share = try cells("of_maximum", on: engine, connection)
            #expect(share["Archery"]?.value == (try Rational(19, over: 25)))
            try expect(share["Archery"], 0.4362136430582593, 1.0837863569417405)
            // (3.8 − 1) ÷ (5 − 1)
            let above = try cells("above_lowest", on: engine, connection)
            #expect(above["Archery"]?.value == (try Rational(7, over: 10)))
            #expect(above["Archery"]?.numerator == Rational(14))
            #expect(above["Archery"]?.denominator == Rational(20))
            try expect(above["Archery"], 0.29526705382282414, 1.1047329461771758)
            // Where the maximum is not one, a share of it has no mean's interval; the mean has.
            #expect(share["Drama"]?.value == (try Rational(4, over: 5)))
            #expect(share["Drama"]?.interval == nil && share["total"]?.interval == nil)
            #expect(mean["Drama"]?.interval != nil)
        }
    }

    @Test("gives the share of the two highest answers with Wilson's interval")
    func shares() throws {
        try Self.with { (engine, connection) throws in
            let share = try cells("top_two", on: engine, connection)
            #expect(share["Archery"]?.value == (try Rational(3, over: 5)))
            try expect(share["Archery"], 0.23072428127601297, 0.8823792257673521)
            try expect(share["Botany"], 0.20654931437723745, 1)
            try expect(share["Chess"], 0, 0.6576197724933469)
        }
    }

    @Test("marks what stands on less than the minimum base, by the base that is declared")
    func reliability() throws {
        try Self.with { (engine, connection) throws in
            // Three respondents are enough for it, two are not; the base is theirs, not the answers'.
            let share = try cells("of_maximum", on: engine, connection)
            #expect(share["Archery"]?.marks == [] && share["Archery"]?.base == Rational(3))
            #expect(share["Chess"]?.marks == .lowReliability && share["Chess"]?.base == Rational(2))
            #expect(share["Chess"]?.value == (try Rational(3, over: 5)))
            // Thirty answers, where nothing else is said.
            #expect(try cells("mean", on: engine, connection)["total"]?.marks == .lowReliability)
            let top = try cells("top_two", on: engine, connection)
            #expect(top["Archery"]?.marks == [] && top["Botany"]?.marks == .lowReliability)
            // What follows from an unreliable figure is no better.
            #expect(try cells("top_two_change", "2025", on: engine, connection)["Archery"]?.marks == .lowReliability)
        }
    }

    @Test("gives a response rate where it is known how many were invited")
    func response() throws {
        try Self.with { (engine, connection) throws in
            let rate = try cells("response_rate", on: engine, connection)
            #expect(rate["Archery"]?.value == (try Rational(3, over: 12)))
            #expect(rate["Botany"]?.state == .notApplicable)
            #expect(try cells("response_rate", "2025", on: engine, connection)["total"]?.state == .notAvailable)
        }
    }
}
