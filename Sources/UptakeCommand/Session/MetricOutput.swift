import Definitions
import MetricQueries
import Periods

/// A metric table in the forms that the command line prints.
struct MetricOutput {
    private let table: MetricTable
    private let language: Language

    init(_ table: MetricTable, language: Language) {
        self.table = table
        self.language = language
    }

    private var header: [String] { table.by.map(\.text) + table.metrics.map { $0.label[language] } }

    private var totalLabel: String { language == .thai ? "รวม" : "Total" }

    /// For people: formatted figures, in columns, the total at the end.
    func aligned() throws -> String {
        var rows = [["period \(table.period.label(thai: language == .thai))"], header]
        rows += try table.rows.map { row in row.members.map { $0 ?? "–" } + (try formattedCells(row)) }
        if !table.by.isEmpty, !table.rows.isEmpty {
            rows.append(
                [totalLabel] + Array(repeating: "", count: table.by.count - 1) + (try formattedCells(table.total)))
        } else if table.by.isEmpty {
            rows.append(try formattedCells(table.total))
        }
        let numeric = Set(table.by.count..<header.count)
        return rows[0][0] + "\n" + UptakeCommand.aligned(Array(rows.dropFirst()), numeric: numeric)
    }

    private func formattedCells(_ row: MetricRow) throws -> [String] {
        try zip(row.cells, table.metrics).map { try formatted($0, of: $1, language: language) }
    }

    /// For programs: one header line by name, plain numbers, states where there is no value.
    func csv() throws -> String {
        let lines = [table.by.map(\.text) + table.metrics.map(\.name.value)] + (try plainRows())
        return lines.map { $0.map(Self.csvField).joined(separator: ",") }.joined(separator: "\n")
    }

    private func plainRows() throws -> [[String]] {
        let rows = table.by.isEmpty ? [table.total] : table.rows
        return try rows.map { row in
            row.members.map { $0 ?? "" }
                + (try zip(row.cells, table.metrics).map { cell, metric in
                    guard let value = cell.value else { return (cell.state ?? .notAvailable).text }
                    return try MetricFormat(metric).decimalText(value)
                })
        }
    }

    private static func csvField(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private struct Cell: Encodable {
        let value: String?
        let state: String?
        let marks: String?
        let numerator: String?
        let denominator: String?
        let count: Int64?
    }

    private struct Row: Encodable {
        let members: [String: String?]
        let figures: [String: Cell]
    }

    private struct Document: Encodable {
        let period: String
        let rows: [Row]
        let total: Row
    }

    /// With states, marks, numerators and denominators.
    func json() throws -> String {
        try RunJSON.encode(
            Document(
                period: table.period.key, rows: try table.by.isEmpty ? [] : table.rows.map(row),
                total: try row(table.total)))
    }

    private func row(_ row: MetricRow) throws -> Row {
        var figures: [String: Cell] = [:]
        for (cell, metric) in zip(row.cells, table.metrics) {
            figures[metric.name.value] = Cell(
                value: try cell.value.map { try MetricFormat(metric).decimalText($0) }, state: cell.state?.rawValue,
                marks: cell.marks.text.isEmpty ? nil : cell.marks.text, numerator: cell.numerator?.description,
                denominator: cell.denominator?.description, count: cell.count)
        }
        let members = Dictionary(
            zip(table.by.map(\.text), row.members), uniquingKeysWith: { first, _ in first })
        return Row(members: members, figures: figures)
    }
}
