import ArgumentParser
import Definitions
import Foundation
import MetricQueries
import Periods
import Postgres

/// What the commands that ask about metrics have in common: flags, and how they are read.
struct MetricQuestion: ParsableArguments {
    enum Format: String, CaseIterable, ExpressibleByArgument { case table, csv, json }

    @Option(help: "The period; without one, the last complete year.") var period: String?
    @Option(
        name: .customLong("where"),
        help: "A condition ATTRIBUTE=VALUE, or ATTRIBUTE= for rows without one; may be given again.") var conditions:
        [String] = []
    @Option(help: "The language of members and labels: th or en.") var language = "en"
    @Option(help: "As the data were known at a moment, e.g. 2025-03-01T12:00:00+07:00.") var asOf: String?

    func chosenLanguage() throws -> Language {
        guard let language = Language(rawValue: language) else {
            throw UsageError("Please choose --language th or en.")
        }
        return language
    }

    /// As of when the data are asked for; to be called before a transaction begins.
    func knowledge(on connection: borrowing Connection) throws -> Knowledge {
        try asOf.map { try Self.knowledge($0, on: connection) } ?? .current
    }

    /// Reads a moment as the database will.
    static func knowledge(_ text: String, on connection: borrowing Connection) throws -> Knowledge {
        do throws(PostgresError) {
            _ = try connection.query("select $1::timestamptz", [.text(text)])
        } catch {
            guard ["22007", "22008", "22023"].contains(error.sqlState) else { throw error }
            throw UsageError("`\(text)` is not a moment. Write it like 2025-03-01T12:00:00+07:00.")
        }
        return .asOf(text)
    }

    /// The conditions as they were typed; what they mean is checked where they are used.
    func filters() throws -> [Filter] {
        try conditions.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw UsageError("`\(text)` is not a condition. Write --where DIMENSION.COLUMN=VALUE.")
            }
            let place = SourceLocation(file: "--where", line: 1, column: 1)
            guard !parts[1].isEmpty else {
                return Filter(path: Located(parts[0], at: place), condition: .isKnown(false))
            }
            return Filter(parts[0], equals: parts[1], at: place)
        }
    }

    /// The day as of which it is asked.
    var day: CivilDate? { asOf.flatMap { CivilDate(String($0.prefix(10))) } }

    /// Attributes parted by commas.
    static func attributes(_ text: String) -> [AttributePath] {
        text.split(separator: ",").map { AttributePath($0.trimmingCharacters(in: .whitespaces)) }
    }
}

extension Session {
    /// Reads a period of either era.
    func readPeriod(_ text: String) throws -> Period {
        guard let period = Period(text, fiscal: project.fiscalCalendar) else {
            throw UsageError(
                "`\(text)` is not a period. Write 2024, 2567, FY2567, 2024-Q3, 2024-06, 2024-01..2024-06 or 2024-YTD.")
        }
        return period
    }

    /// The period that is named, a year up to the last month for which the metrics' facts are complete, or the last
    /// year for which they are.
    func period(
        _ text: String?, of metrics: [String], _ completeness: Completeness, on day: CivilDate? = nil
    ) throws -> Period {
        let facts = project.metricCatalogue.factNames(of: metrics)
        let fiscal = project.fiscalCalendar
        if let text {
            guard case .yearToDate(let year) = AskedPeriod(text, fiscal: fiscal) else { return try readPeriod(text) }
            guard let months = completeness.completeMonths(of: year, facts: facts, today: day ?? today) else {
                throw UsageError(
                    "No month of \(year) is complete yet, from its first on. Please name another --period.")
            }
            note("Period \(months): \(year) up to its last complete month.")
            return months
        }
        guard let last = completeness.lastComplete(.year, facts: facts, today: today, fiscal: fiscal) else {
            throw UsageError("No year is complete yet. Please name a --period.")
        }
        note("Period \(last): the last complete year.")
        return last
    }
}
