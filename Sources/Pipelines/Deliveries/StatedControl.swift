internal import Definitions
import Foundation
internal import Periods
internal import Transformation

/// What a file beside a delivery states of it.
struct StatedControl {
    /// The file, relative to the project.
    let file: String
    let rows: String?
    /// The stated sums by measure.
    let sums: [String: String]
    let sha256: String?
    let covered: CoveredSpan?

    /// Why a control file cannot be used.
    struct Problem: Error {
        let text: String
    }

    /// Reads the control file of a data file.
    ///
    /// - Returns: nil when there is none.
    /// - Throws: `Problem` when it is not what the pipeline declares.
    init?(_ definition: ControlFile, of source: String, in directory: String) throws {
        file = definition.path(forDataFile: source)
        let path = file.hasPrefix("/") ? file : directory + "/" + file
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Problem(text: "\(file) cannot be read as UTF-8 text: \(error.localizedDescription)")
        }
        let collector = DiagnosticCollector()
        guard let table = ReferenceTable(text: text, file: file, collector: collector), table.rows.count == 1 else {
            throw Problem(
                text: collector.sorted.first?.description ?? "\(file) must have a header and exactly one row")
        }
        let name = file
        func value(_ column: Located<String>?) throws(Problem) -> String? {
            guard let column else { return nil }
            guard let index = table.column(column.value) else {
                throw Problem(text: "\(name) has no column `\(column.value)`, which \(column.location) asks for")
            }
            return table.rows[0][index].trimmingCharacters(in: .whitespaces)
        }
        rows = try value(definition.rows)
        var sums: [String: String] = [:]
        for sum in definition.sums { sums[sum.measure.value] = try value(sum.column) }
        self.sums = sums
        sha256 = try value(definition.sha256)
        guard let from = try value(definition.from), let to = try value(definition.to) else {
            covered = nil
            return
        }
        func day(_ text: String) -> CivilDate? {
            parseDay(text, form: definition.date.value, calendar: definition.calendar)
        }
        guard let first = day(from), let last = day(to), first <= last else {
            throw Problem(text: "\(file): `\(from)` to `\(to)` is no stretch of days written \(definition.date.value)")
        }
        covered = CoveredSpan(
            from: first.description, until: last.adding(days: 1).description, part: try value(definition.part))
    }
}
