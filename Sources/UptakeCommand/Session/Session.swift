import Definitions
import Foundation
import Logging
import MetricQueries
import Periods
import Postgres
import PrivateServer
import Transformation

/// What every command begins with: the project, its definitions, the way to the database, one "now".
struct Session {
    let project: Project
    let warnings: [Diagnostic]
    let options: GlobalOptions
    let logger: Logger
    /// The instant at which the command began; nothing asks the clock again.
    let now: Date

    init(_ options: GlobalOptions) throws {
        self.options = options
        now = Date()
        logger = Self.makeLogger(options)
        let directory = try Self.directory(options)
        let collector = DiagnosticCollector()
        var project = Project.read(directory, collector: collector)
        // Periods, schedules and forms of values are texts to the declarations; the layers above read them.
        if let read = project {
            checkPeriodTexts(of: read, collector)
            checkValueForms(of: read, collector)
        }
        if collector.hasErrors { project = nil }
        warnings = collector.sorted.filter { $0.severity == .warning }
        guard let project else {
            for diagnostic in collector.sorted { Console.error(diagnostic.description) }
            throw InvalidDefinitions(count: collector.diagnostics.filter { $0.severity == .error }.count)
        }
        self.project = project
    }

    static func directory(_ options: GlobalOptions) throws -> String {
        let here = FileManager.default.currentDirectoryPath
        if let named = options.project {
            let path = URL(fileURLWithPath: named, relativeTo: URL(fileURLWithPath: here, isDirectory: true))
                .standardizedFileURL.path
            guard FileManager.default.fileExists(atPath: path + "/" + Project.fileName) else {
                throw NoProject(directory: path)
            }
            return path
        }
        guard let found = Project.find(from: here) else { throw NoProject(directory: here) }
        return found
    }

    private static func makeLogger(_ options: GlobalOptions) -> Logger {
        var logger = Logger(label: "uptake") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = options.quiet ? .error : options.logLevel
        return logger
    }

    /// Today in the project's time zone.
    var today: CivilDate {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let parts = calendar.dateComponents([.year, .month, .day], from: now)
        return CivilDate(year: parts.year ?? 2000, month: parts.month ?? 1, day: parts.day ?? 1)
            ?? CivilDate(daysSinceEpoch: 0)
    }

    var timeZone: TimeZone {
        TimeZone(identifier: project.settings.timeZone.value) ?? TimeZone(secondsFromGMT: 7 * 3600) ?? .current
    }

    /// Tells something that is not a result, unless told to be quiet.
    func note(_ text: String) {
        if !options.quiet { Console.note(text) }
    }
}
