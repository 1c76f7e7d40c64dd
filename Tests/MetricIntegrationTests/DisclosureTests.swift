import Definitions
import MetricQueries
import Periods
import Postgres
import TestSupport
import Testing
import Warehouse

/// Visits of which few are in some cells; counts of 1 to 4 are confidential.
///
///     2024   hall: web 12, desk 20     stage: web 3, desk 30     attic: web 9, desk 11      web 24 of 85
///     2023   hall: web 10, desk 2      stage: web 0, desk 8      attic: web 7, desk 7       web 17 of 34
@Suite struct DisclosureTests {
    private struct Choir: ~Copyable {
        let project: Project
        let connection: Connection

        /// Asks with a control of its own, and keeps its decisions when it is a release.
        func ask(
            _ metrics: [String], by: [String] = [], _ period: String = "2024", filters: [Filter] = [],
            language: Language = .english,
            steps: DisclosureControl.Steps = .all, release: Bool = false
        ) throws -> MetricTable {
            let control = try #require(DisclosureControl(project, metrics: metrics, steps: steps))
            let engine = MetricEngine(
                project: project, completeness: try Completeness(project, on: connection),
                versions: try PublishedVersions(project, on: connection), control: control)
            let request = MetricRequest(
                metrics: metrics, by: by.map { AttributePath($0) }, period: try #require(Period(period)),
                filters: filters, language: language)
            _ = try engine.table(request, on: connection)
            try control.decide(on: connection)
            if release { try control.store(report: "test", on: connection) }
            return try engine.table(request, on: connection)
        }

        /// Explains the change from 2023 to 2024 with a control of its own, as `uptake explain` does.
        func explain(_ metric: String, by: [String]) throws -> MetricExplanation {
            let controls = try #require(DisclosureControls(project, metrics: [metric]))
            let explainer = MetricExplainer(project, controls: controls)
            let request = ExplanationRequest(
                metric: metric, period: try #require(Period("2024")), by: by.map { AttributePath($0) },
                language: .english)
            _ = try explainer.explain(request, on: connection)
            try controls.decide(on: connection)
            return try explainer.explain(request, on: connection)
        }
    }

    private static let counts: [(year: Int, room: Int, way: Int, count: Int)] = [
        (2024, 1, 1, 12), (2024, 1, 2, 20), (2024, 2, 1, 3), (2024, 2, 2, 30), (2024, 3, 1, 9), (2024, 3, 2, 11),
        (2023, 1, 1, 10), (2023, 1, 2, 2), (2023, 2, 2, 8), (2023, 3, 1, 7), (2023, 3, 2, 7),
    ]

    private static func with(_ body: (borrowing Choir) throws -> Void) throws {
        let collector = DiagnosticCollector()
        let loaded = Project.load(
            "\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/choir", collector: collector)
        #expect(collector.sorted.map(\.description) == [])
        let project = try #require(loaded)
        try withTemporaryDatabase { url in
            try Migration(project).run(on: try Connection(connecting: url))
            let rows = counts.map { row in
                """
                insert into store.visit (slice_key, version_key, delivery_key, line, held_key, room_key, way_key,
                    number, person, songs)
                select \(row.year - 2022), 1, 1, n, \(row.year)0601, \(row.room), \(row.way),
                    '\(row.year)-\(row.room)-\(row.way)-' || n, 'p' || n, 2
                from generate_series(1, \(row.count)) n;
                """
            }
            _ = try queryDatabase(
                url,
                """
                insert into store.room (room_key, code, name_en, name_th, floor, valid_from, valid_to, known_from,
                    known_to, inferred)
                select k, c, e, t, f, '-infinity', 'infinity', '-infinity', 'infinity', false
                from (values (1, 'hall', 'The "great" hall 100%', 'ห้องโถง', 'ground'), (2, 'stage', 'Stage', 'เวที', 'ground'),
                    (3, 'attic', 'Attic', 'ห้องใต้หลังคา', 'upper')) as v (k, c, e, t, f);
                insert into store.way (way_key, code, valid_from, valid_to, known_from, known_to, inferred)
                select k, c, '-infinity', 'infinity', '-infinity', 'infinity', false
                from (values (1, 'web'), (2, 'desk')) as v (k, c);
                create table leaf.visit_v1 partition of store.visit for values in (1);
                \(rows.joined())
                insert into ledger.load (version_key, fact, leaf, loaded_at) values (1, 'visit', 'visit_v1', '2024-12-31');
                insert into ledger.slice (slice_key, pipeline, period, slicing)
                values (1, 'visits', '2023', 'year'), (2, 'visits', '2024', 'year');
                insert into ledger.published (slice_key, version_key) values (1, 1), (2, 1);
                """)
            try body(Choir(project: project, connection: try Connection(connecting: url)))
        }
    }

    @Test("hides a small count, another that it would follow from, and what is computed from them")
    func complementary() throws {
        try Self.with { choir in
            let table = try choir.ask(["visits", "web_visits", "web_rate"], by: ["room.name"])
            #expect(
                table.texts == [
                    "The \"great\" hall 100% 32 12 3/8", "Stage 33 [c] [c]", "Attic 20 [c] [c]",
                ])
            #expect(table.totals == ["85", "24", "24/85"])
            let hidden = table.rows[1].cells[2]
            #expect(hidden.numerator == nil && hidden.denominator == nil && hidden.count == nil)
            // With nothing else hidden, 24 − 12 − 9 tells the three; the audit sees it.
            #expect(throws: DisclosureError.self) {
                try choir.ask(["visits", "web_visits"], by: ["room.name"], steps: .audit)
            }
            let naive = try choir.ask(["web_visits"], by: ["room.name"], steps: [])
            #expect(naive.texts == ["The \"great\" hall 100% 12", "Stage [c]", "Attic 9"])
        }
    }

    @Test("hides a rate whose complement is small, and shows a true zero")
    func complementOfRate() throws {
        try Self.with { choir in
            let table = try choir.ask(["visits", "web_visits", "web_rate"], by: ["room.name"], "2023")
            // 12 visits of which 10: the two at the desk must not follow.
            #expect(table.rows[0].cells.map(\.state) == [nil, .confidential, .confidential])
            #expect(table.texts[1] == "Stage 8 0 0")
            #expect(table.totals == ["34", "17", "1/2"])
        }
    }

    @Test("hides changes and sums of confidential cells, in each language")
    func derived() throws {
        try Self.with { choir in
            for language in [Language.english, .thai] {
                let table = try choir.ask(["web_rate_change", "songs"], by: ["room.name"], language: language)
                #expect(table.rows[1].cells.map(\.state) == [.confidential, nil])
                let byWay = try choir.ask(["songs"], by: ["room.name", "way.code"], language: language)
                #expect(byWay.rows.filter { $0.cells[0].state == .confidential }.count == 2)
            }
        }
    }

    @Test("keeps what a release has hidden, by other attributes, in another language, and when there are more rows")
    func kept() throws {
        try Self.with { choir in
            _ = try choir.ask(["visits", "web_visits"], by: ["room.name"], release: true)
            // The upper floor is the attic; the ground floor less the hall is the stage.
            let floors = try choir.ask(["visits", "web_visits"], by: ["room.floor"], language: .thai)
            #expect(floors.texts == ["ground 65 [c]", "upper 20 [c]"])
            #expect(floors.totals == ["85", "24"])
            _ = try choir.connection.execute(
                """
                insert into store.visit (slice_key, version_key, delivery_key, line, held_key, room_key, way_key, number, person, songs)
                select 2, 1, 2, 1000 + n, 20240602, 2, 1, 'more' || n, 'q' || n, 2 from generate_series(1, 50) n
                """)
            let later = try choir.ask(["visits", "web_visits"], by: ["room.name"])
            #expect(later.texts[1] == "Stage 83 [c]")
            // Without the release there is nothing to hide any more.
            _ = try choir.connection.execute("delete from ledger.disclosed_cell")
            #expect(try choir.ask(["visits", "web_visits"], by: ["room.name"]).texts[1] == "Stage 83 53")
        }
    }

    @Test("explains by members within members without telling of those that are hidden")
    func explained() throws {
        try Self.with { choir in
            func lines(_ members: [ExplainedMember], _ indent: String = "") -> [String] {
                members.flatMap { member in
                    let name =
                        switch member.name {
                        case .member(let text): text
                        case .missing: "–"
                        case .other(let count): "other \(count)"
                        }
                    let line =
                        "\(indent)\(name) \(member.numbers.before.numerator) → \(member.numbers.after.numerator)"
                    return [line] + lines(member.children, indent + "· ")
                }
            }
            // Of three on the stage, the hall or the attic must go with them.
            let rooms = try choir.explain("web_visits", by: ["room.name"])
            #expect(lines(try #require(rooms.change).members) == ["other 2 7 → 12", "The \"great\" hall 100% 10 → 12"])
            // Beneath a floor that is shown it can only be the other room of that floor.
            let floors = try choir.explain("web_visits", by: ["room.floor", "room.name"])
            #expect(
                lines(try #require(floors.change).members) == [
                    "ground 10 → 15", "· other 2 10 → 15", "upper 7 → 9", "· Attic 7 → 9",
                ])
            for explanation in [rooms, floors] {
                #expect(
                    explanation.notes.map(\.english)
                        == ["Members whose figures are confidential stand together as “other”."])
            }
        }
    }

    @Test("hides what a condition on a group would tell of members that an earlier release has hidden")
    func grouped() throws {
        try Self.with { choir in
            _ = try choir.ask(["visits", "web_visits"], by: ["room.name"], release: true)
            let place = SourceLocation(file: "test", line: 1, column: 1)
            // 15 of the ground floor less the 12 of the hall would be the stage's 3.
            for (floor, visits) in [("ground", "65"), ("upper", "20")] {
                let table = try choir.ask(
                    ["visits", "web_visits"], filters: [Filter("room.floor", equals: floor, at: place)])
                #expect(table.totals == [visits, "[c]"], "\(floor)")
            }
        }
    }

    @Test("hides a whole table, its total too, when all of it is small")
    func allConfidential() throws {
        try Self.with { choir in
            _ = try choir.connection.execute("delete from store.visit where line > 1 or way_key = 2")
            let table = try choir.ask(["visits", "web_visits", "web_rate"], by: ["room.name"])
            #expect(table.rows.count == 3)
            for row in table.rows + [table.total] {
                #expect(row.cells.map(\.state) == [.confidential, .confidential, .confidential])
            }
        }
    }
}
