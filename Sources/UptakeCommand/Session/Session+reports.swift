import ArgumentParser
import Definitions
import Foundation
import Logging
import MetricQueries
import Periods
import Postgres
import Reporting
import Scheduling

extension Session {
    /// The reports of these names, or all of them, in the order of their names.
    func reports(named names: [String]) throws -> [ReportDefinition] {
        for name in names where project.reports[name] == nil {
            let nearest = nearestWord(to: name, among: project.reports.keys)
            let known = project.reports.keys.sorted().joined(separator: ", ")
            throw UsageError(
                "There is no report `\(name)`. \(nearest.map { "Did you mean `\($0)`?" } ?? "There are: \(known).")")
        }
        return project.reports.values.sorted { $0.name.value < $1.name.value }
            .filter { names.isEmpty || names.contains($0.name.value) }
    }

    /// Writes a report for every period and language that is asked for.
    ///
    /// - Returns: the files, relative to the folder one stands in where that is shorter.
    func write(
        _ report: ReportDefinition, _ request: ReportRequest, on connection: borrowing Connection
    ) throws -> [String] {
        var files: [String] = []
        for period in try periods(of: report, request, on: connection) {
            files += try write(report, period, request, dueAt: nil, on: connection)
        }
        return files
    }

    /// The periods that a request means.
    func periods(
        of report: ReportDefinition, _ request: ReportRequest, on connection: borrowing Connection
    ) throws -> [Period] {
        let completeness = try Completeness(project, asOf: request.knowledge, on: connection)
        let periods = ReportPeriods(report, of: project, completeness: completeness)
        if let text = request.period { return [try periods.named(text)] }
        return try request.includesFurtherPeriods ? periods.all(today: today) : [periods.standard(today: today)]
    }

    func write(
        _ report: ReportDefinition, _ period: Period, _ request: ReportRequest, dueAt: String?,
        on connection: borrowing Connection
    ) throws -> [String] {
        let folder = try outputFolder(request.folder)
        return try (request.languages ?? report.languages ?? project.settings.languages).map { language in
            var order = ReportOrder(period: period, language: language, folder: folder)
            order.profile = request.profile
            order.knowledge = request.knowledge
            order.dueAt = dueAt
            order.usesRollups = request.usesRollups
            let written = try ReportRun(report, of: project, order: order).run(on: connection)
            logger.info(
                "stage",
                metadata: [
                    "report": "\(report.name.value)", "period": "\(period.key)", "stage": "queries",
                    "seconds": "\(written.asking / .seconds(1))",
                ])
            return shown(written.path)
        }
    }

    private func outputFolder(_ named: String?) throws -> String {
        let folder =
            named.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
            ?? (project.settings.output.hasPrefix("/")
                ? project.settings.output : "\(project.directory)/\(project.settings.output)")
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw OutputError(path: folder, reason: error.localizedDescription)
        }
        return folder
    }

    private func shown(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }
}

/// A folder cannot be written to.
struct OutputError: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String {
        "cannot write to \(path): \(reason); nothing was written, name another folder with --out"
    }
}
