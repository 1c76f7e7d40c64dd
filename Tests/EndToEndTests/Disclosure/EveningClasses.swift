import Foundation
import TestSupport
import Testing

/// The project `classes` with deliveries of a seed, in a folder and a database of its own.
struct EveningClasses {
    let directory: String
    let database: String
    let seed: Int

    private static let programs = "\(repositoryDirectory)/Tests/EndToEndTests/Disclosure/attacker"

    /// Lends the project with the years' deliveries loaded.
    ///
    /// - Parameter below: counts below it are hidden.
    static func with(seed: Int, years: [Int], below: Int = 5, _ body: (EveningClasses) throws -> Void) throws {
        try withTemporaryDirectory { folder in
            try withTemporaryDatabase { database in
                let classes = EveningClasses(directory: "\(folder)/classes", database: database, seed: seed)
                try copyTree(
                    "\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/classes", to: classes.directory)
                if below != 5 {
                    try classes.rewrite("reports/metrics/enrolments.yaml") {
                        $0.replacingOccurrences(
                            of: "disclosure: administrative", with: "disclosure: { below: \(below) }")
                    }
                }
                try classes.deliver(years)
                try body(classes)
            }
        }
    }

    /// The seeds that the environment names, or else a few.
    static func seeds(orElse few: String) -> [Int] {
        let named = ProcessInfo.processInfo.environment["UPTAKE_DISCLOSURE_SEEDS"] ?? few
        let ends = named.components(separatedBy: "..<").compactMap { Int($0) }
        return ends.count == 2 ? Array(ends[0]..<ends[1]) : named.split(separator: ",").compactMap { Int($0) }
    }

    /// Changes one of the project's files.
    func rewrite(_ file: String, _ change: (String) -> String) throws {
        let path = "\(directory)/\(file)"
        try change(try String(contentsOfFile: path, encoding: .utf8)).write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    /// Makes the deliveries of more years and loads them.
    func deliver(_ years: [Int]) throws { try generate("make", years) }

    /// Delivers a year again: one row more where there were few, one less elsewhere.
    func correct(_ year: Int) throws { try generate("correct", [year]) }

    private func generate(_ command: String, _ years: [Int]) throws {
        let outcome = try runProgram(
            pythonProgram, ["\(Self.programs)/enrolments.py", command, "\(seed)", directory] + years.map(String.init))
        try #require(outcome.status == 0, "\(outcome.standardError)")
        let run = try uptake(["run", "--quiet", "--accept"])
        try #require(run.status == 0, "\(run.standardError)")
    }

    /// Runs the program on the project.
    func uptake(_ arguments: [String]) throws -> ProgramOutcome {
        try runUptake(arguments + ["--project", directory, "--database", database], in: directory)
    }

    // MARK: Editions

    /// Makes a folder for what is published now, with the deliveries that it stands on: those of now, or of another one.
    func edition(_ name: String, knowing other: String? = nil) throws -> String {
        let folder = "\(directory)/editions/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try copyTree("\(other ?? directory)/deliveries", to: "\(folder)/deliveries")
        return folder
    }

    /// The moment of the database, later than all that was loaded and earlier than all that will be.
    func moment() throws -> String { try queryDatabase(database, "select clock_timestamp()") }

    /// Writes the workbooks of a report in all languages.
    func publish(_ report: String, _ period: String, to folder: String) throws {
        let isPublished = try publishUnlessExposed(report, period, to: folder)
        try #require(isPublished, "\(report) \(period) of seed \(seed) could not be protected")
    }

    /// Writes the workbooks of a report, unless it would tell what earlier ones hide: then none of them is written.
    func publishUnlessExposed(_ report: String, _ period: String, to folder: String) throws -> Bool {
        let before = try FileManager.default.contentsOfDirectory(atPath: folder)
        let outcome = try uptake(["report", report, "--period", period, "--out", folder])
        guard outcome.status != 0 else { return true }
        try #require(
            outcome.standardError.contains("could be worked out"),
            "\(report) \(period) of seed \(seed): \(outcome.standardError)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before.sorted())
        return false
    }

    /// What was known when an edition was published, for questions as of then.
    struct Knowledge {
        let moment: String
        let edition: String
    }

    /// Keeps what `uptake metric` answers; its folder.
    func ask(
        _ metrics: [String], by attributes: [String] = [], where condition: (attribute: String, value: String)? = nil,
        period: String, asOf known: Knowledge? = nil, name: String
    ) throws -> String {
        var question = ["metric"] + metrics + ["--period", period, "--json", "--subtotals"]
        if !attributes.isEmpty { question += ["--by", attributes.joined(separator: ",")] }
        if let condition { question += ["--where", "\(condition.attribute)=\(condition.value)"] }
        if let known { question += ["--as-of", known.moment] }
        return try keep(
            [
                "by": attributes, "where": condition.map { [$0.attribute: $0.value] } ?? [:],
                "answer": try object(try answer(question)),
            ], as: "metric", in: try edition(name, knowing: known?.edition))
    }

    /// Keeps what `uptake explain` answers; its folder.
    ///
    /// - Parameter published: what was known of the earlier period when it was published.
    func explain(
        _ metric: String, by attributes: [String], where condition: (attribute: String, value: String)? = nil,
        period: String, asOf known: Knowledge? = nil, againstAsOf published: Knowledge? = nil, name: String
    ) throws -> String {
        var question = ["explain", metric, "--period", period, "--by", attributes.joined(separator: ",")]
        if let condition { question += ["--where", "\(condition.attribute)=\(condition.value)"] }
        if let known { question += ["--as-of", known.moment] }
        if let published { question += ["--against-as-of", published.moment] }
        let now = try edition("\(name) now")
        return try keep(
            [
                "explain": metric, "by": attributes, "period": period,
                "where": condition.map { [$0.attribute: $0.value] } ?? [:],
                "csv": try answer(question + ["--format", "csv"]), "json": try answer(question + ["--json"]),
                "now": now, "published": published?.edition ?? now,
            ], as: "explain", in: try edition(name, knowing: known?.edition))
    }

    /// Keeps what `uptake diff` answers about an earlier moment and now; its folder, or nil when that would tell what
    /// reports hide.
    func diff(_ report: String, _ period: String, since known: Knowledge, name: String) throws -> String? {
        let between = "\(known.moment),now"
        let outcome = try uptake(["diff", report, "--period", period, "--between", between, "--json"])
        guard outcome.status == 0 else {
            try #require(outcome.standardError.contains("could be worked out"), "\(outcome.standardError)")
            return nil
        }
        return try keep(
            ["diff": report, "before": known.edition, "answer": try object(outcome.standardOutput)], as: "diff",
            in: try edition(name))
    }

    private func answer(_ question: [String]) throws -> String {
        let outcome = try uptake(question)
        try #require(outcome.status == 0, "\(question) of seed \(seed): \(outcome.standardError)")
        return outcome.standardOutput
    }

    private func object(_ json: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(json.utf8)) }

    private func keep(_ document: [String: Any], as kind: String, in folder: String) throws -> String {
        try JSONSerialization.data(withJSONObject: document)
            .write(to: URL(fileURLWithPath: "\(folder)/\(kind).json"))
        return folder
    }

    // MARK: Attack

    /// What a program finds out that reads nothing but the editions.
    func attack(_ editions: [String], below: Int = 5) throws -> AttackOutcome {
        let outcome = try runProgram(
            pythonProgram, ["\(Self.programs)/attack.py", directory, "\(below)"] + editions)
        try #require(outcome.status == 0, "seed \(seed): \(outcome.standardError)")
        return try JSONDecoder().decode(AttackOutcome.self, from: Data(outcome.standardOutput.utf8))
    }
}

/// What the attacker tells; each finding is a sentence with the place.
struct AttackOutcome: Decodable {
    /// How many numbers and reasons for their absence were read, and how many of these are `[c]`.
    let published: Int
    let hidden: Int
    /// Numbers that are not what the deliveries say.
    let wrong: [String]
    /// Small counts, and rates of such, that stand open.
    let shown: [String]
    /// Zeros that are hidden.
    let hiddenZero: [String]
    /// Cells that are hidden in one place and open in another.
    let inconsistent: [String]
    /// Cells that a later edition shows.
    let reopened: [String]
    /// Hidden counts whose interval is too narrow, and those that are known.
    let exposed: [String]
    let exact: [String]
    /// Hidden sums whose digits stand somewhere in a file.
    let foundInFile: [String]
    /// What is wrong with a sheet by itself.
    let remarks: [String]

    private enum CodingKeys: String, CodingKey {
        case published, hidden, wrong, shown, inconsistent, reopened, exposed, exact, remarks
        case hiddenZero = "hidden_zero"
        case foundInFile = "found_in_file"
    }

    /// Everything that must not be.
    var findings: [String] {
        let kinds = [
            ("wrong", wrong), ("shown", shown), ("hidden zero", hiddenZero), ("inconsistent", inconsistent),
            ("reopened", reopened), ("exposed", exposed), ("known", exact), ("found in file", foundInFile),
            ("remark", remarks),
        ]
        return kinds.flatMap { kind, texts in texts.map { "\(kind): \($0)" } }
    }
}
