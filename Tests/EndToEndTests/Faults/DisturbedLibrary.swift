import Foundation
import PrivateServer
import TestSupport
import Testing

/// The library's project with two warehouses: in one its runs are disturbed, in the other they are not.
///
/// Both take the same deliveries; whatever happened to the one, after its next run both must hold the same.
struct DisturbedLibrary {
    let project: String
    /// How to reach the warehouse in which things go wrong.
    let disturbed: String
    let undisturbed: String

    /// Lends a library on the server that the tests share.
    static func with(_ body: (DisturbedLibrary) throws -> Void) throws {
        try withTemporaryDatabase { disturbed in
            try withTemporaryDatabase { undisturbed in
                try with(disturbed, undisturbed, body)
            }
        }
    }

    /// Lends a library on a server of its own, which may be harmed.
    static func on(_ endpoint: ServerEndpoint, _ body: (DisturbedLibrary) throws -> Void) throws {
        let administration = endpoint.connectionString(database: "postgres")
        for name in ["disturbed", "undisturbed"] { _ = try queryDatabase(administration, "create database \(name)") }
        try with(
            endpoint.connectionString(database: "disturbed"), endpoint.connectionString(database: "undisturbed"), body)
    }

    private static func with(
        _ disturbed: String, _ undisturbed: String, _ body: (DisturbedLibrary) throws -> Void
    ) throws {
        try withTemporaryDirectory { directory in
            let project = directory + "/library"
            try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: project)
            let library = DisturbedLibrary(project: project, disturbed: disturbed, undisturbed: undisturbed)
            try library.remove("loans.csv")
            try body(library)
        }
    }

    // MARK: Deliveries

    func path(of delivery: String) -> String { "\(project)/deliveries/\(delivery)" }

    /// Writes a delivery that has come to rest a while ago.
    func deliver(_ loans: Loans, as name: String = "loans.csv") throws {
        try Data(loans.text.utf8).write(to: URL(filePath: path(of: name)))
        try settle(name)
    }

    /// Lets a delivery look as if nobody had touched it for a minute.
    func settle(_ name: String) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date().addingTimeInterval(-60)], ofItemAtPath: path(of: name))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(of: name)) }

    /// Replaces a part of the pipeline's definition, which must be there.
    func editPipeline(_ part: String, _ replacement: String) throws {
        let path = project + "/pipelines/loans.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try #require(text.contains(part))
        try text.replacing(part, with: replacement).write(toFile: path, atomically: true, encoding: .utf8)
    }

    // MARK: Runs

    /// Begins a run in the disturbed warehouse.
    func start(_ flags: String..., environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(uptakeProgram, words(disturbed) + flags, environment: environment)
    }

    /// Runs in the disturbed warehouse to the end.
    func run(_ flags: String..., environment: [String: String] = [:]) throws -> ProgramOutcome {
        try runUptake(words(disturbed) + flags, environment: environment)
    }

    /// Brings the schema to what is declared, so that a run does nothing but load.
    func migrate() throws {
        let outcome = try runUptake(["migrate", "--project", project, "--database", disturbed])
        try #require(outcome.status == 0, "\(outcome.standardError)")
    }

    private func words(_ database: String) -> [String] {
        ["run", "loans", "--project", project, "--database", database]
    }

    /// Waits until a load of the disturbed warehouse is in the middle of sending rows.
    ///
    /// - Parameter action: PL/pgSQL that the server runs in the same moment; the load's session is in `copy (pid)`.
    func waitForCopy(then action: String = "") throws {
        // More rows than the calendar has days, which is filled by COPY too.
        _ = try sql(
            """
            do $$ begin
                create temporary view copy as
                    select pid from pg_stat_progress_copy
                    where datname = current_database() and command = 'COPY FROM' and tuples_processed >= 5000;
                for look in 1..60000 loop
                    if exists (select from copy) then
                        \(action)
                        return;
                    end if;
                    perform pg_sleep(0.001), pg_stat_clear_snapshot();
                end loop;
                raise exception 'no load has been met in the middle within a minute';
            end $$
            """)
    }

    /// Begins a run and holds its process (SIGSTOP) in the middle of sending rows.
    func startAndHold() throws -> RunningProgram {
        let program = try start()
        try waitForCopy()
        program.send(SIGSTOP)
        try #require(!program.hasEnded, "the run had ended before it could be held")
        return program
    }

    func sql(_ text: String) throws -> String { try queryDatabase(disturbed, text) }

    // MARK: What must hold

    /// Runs once more, and expects what an undisturbed run of the same deliveries gives, with nothing lying about.
    func expectRecovery(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let again = try run()
        #expect(again.status == 0, "\(again.standardError)", sourceLocation: sourceLocation)
        try expectUndisturbed(sourceLocation: sourceLocation)
    }

    /// Expects what an undisturbed run of the same deliveries gives, with nothing lying about.
    func expectUndisturbed(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let expected = try ExpectedContents.of(project) {
            let outcome = try runUptake(words(undisturbed))
            try #require(outcome.status == 0, "\(outcome.standardError)", sourceLocation: sourceLocation)
            return try WarehouseContents.read(undisturbed)
        }
        #expect(expected.count > 4, sourceLocation: sourceLocation)
        #expect(try WarehouseContents.read(disturbed) == expected, sourceLocation: sourceLocation)
        try expectNothingLeft(sourceLocation: sourceLocation)
    }

    /// Expects no table, lock or session that nobody needs.
    func expectNothingLeft(sourceLocation: SourceLocation = #_sourceLocation) throws {
        // The server notices the end of a program a moment later.
        var left = try WarehouseContents.leftovers(disturbed)
        for _ in 0..<100 where !left.isEmpty {
            usleep(50_000)
            left = try WarehouseContents.leftovers(disturbed)
        }
        #expect(left == [], sourceLocation: sourceLocation)
        #expect(try WarehouseContents.contradictions(disturbed) == [], sourceLocation: sourceLocation)
    }

    /// Expects that readers see no row.
    func expectNothingPublished(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try sql("select count(*) from star.loan") == "0", sourceLocation: sourceLocation)
    }
}

/// Expects a message that leaves nobody alone: which stage of which delivery failed, what is left, what to do next.
func expectGuidance(
    _ outcome: ProgramOutcome, stage: String, delivery: String = "deliveries/loans.csv",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    for part in ["stage \(stage)", delivery, "Nothing of this was published", "`uptake run loans`"]
    where !outcome.standardError.contains(part) {
        Issue.record("`\(part)` is not in:\n\(outcome.standardError)", sourceLocation: sourceLocation)
    }
}
