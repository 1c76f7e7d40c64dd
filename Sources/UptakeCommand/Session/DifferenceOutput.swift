import Definitions
import MetricQueries
import Periods
import Reporting

/// The figures of a report that changed, in the forms that the command line prints.
struct DifferenceOutput {
    private let difference: ReportDifference
    private let language: Language
    private var isThai: Bool { language == .thai }

    init(_ difference: ReportDifference, language: Language) {
        self.difference = difference
        self.language = language
    }

    // MARK: For people

    func text() throws -> String {
        let compared = grouped(difference.compared)
        let title = "\(difference.report) \(difference.period.label(thai: isThai))"
        guard !difference.cells.isEmpty else {
            return isThai
                ? "\(title): ตัวเลขทั้ง \(compared) ค่าเหมือนเดิม" : "\(title): all \(compared) figures are the same."
        }
        let changed = grouped(difference.cells.count)
        var blocks = [
            isThai
                ? "\(title): เปลี่ยน \(changed) จาก \(compared) ค่า"
                : "\(title): \(changed) of \(compared) figures changed."
        ]
        let countsRows = difference.cells.contains { $0.deliveries.contains { $0.rows != nil } }
        var heading =
            isThai
            ? ["แถว", "คอลัมน์", "ก่อน", "หลัง", "เปลี่ยนแปลง", "ชุดข้อมูล"]
            : ["row", "column", "before", "after", "change", "deliveries"]
        if countsRows { heading[5] += isThai ? " (แถวก่อน → หลัง)" : " (rows before → after)" }
        var sheets: [String] = []
        for cell in difference.cells where !sheets.contains(cell.sheet) { sheets.append(cell.sheet) }
        for sheet in sheets {
            let rows = try difference.cells.filter { $0.sheet == sheet }.map { cell in
                [
                    cell.row.joined(separator: " / "), cell.column, try shown(cell.before, cell),
                    try shown(cell.after, cell),
                    try change(cell), cell.deliveries.map(text).joined(separator: ", "),
                ]
            }
            blocks.append(sheet + "\n" + aligned([heading] + rows, numeric: [2, 3, 4]))
        }
        let used = Dictionary(
            difference.cells.flatMap(\.deliveries).map { ($0.key, $0.source) }, uniquingKeysWith: { first, _ in first })
        if !used.isEmpty {
            let names = used.sorted { $0.key < $1.key }.map { ["\($0.key)", $0.value] }
            blocks.append(aligned([isThai ? ["ชุดข้อมูล", "แหล่งที่มา"] : ["delivery", "source"]] + names, numeric: [0]))
        }
        return blocks.joined(separator: "\n\n")
    }

    private func shown(_ figure: MetricCell?, _ cell: ReportDifference.Cell) throws -> String {
        try figure.map { try formatted($0, of: cell.metric, language: language) } ?? "–"
    }

    private func change(_ cell: ReportDifference.Cell) throws -> String {
        guard let difference = cell.difference else { return "" }
        let metric = cell.metric.changed(
            against: .offset(OffsetDefinition(1, .year)), kind: .difference, at: cell.metric.location)
        return try MetricFormat(metric).text(difference)
    }

    private func text(_ delivery: ReportDifference.Delivery) -> String {
        guard let rows = delivery.rows else { return "\(delivery.key)" }
        return "\(delivery.key) (\(grouped(Int(rows.before))) → \(grouped(Int(rows.after))))"
    }

    // MARK: For programs

    func csv() throws -> String {
        let header = [
            "sheet", "row", "row.key", "column", "metric", "period", "before", "after", "change", "deliveries",
        ]
        let lines = try difference.cells.map { cell in
            [
                cell.sheet, cell.row.joined(separator: " / "),
                cell.keys.map { $0 ?? "" }.joined(separator: " / "), cell.column, cell.metric.name.value,
                cell.period.key,
                try plain(cell.before, cell) ?? "", try plain(cell.after, cell) ?? "", try exact(cell) ?? "",
                cell.deliveries.map { String($0.key) }.joined(separator: " "),
            ]
        }
        return ([header] + lines).map(csvLine).joined(separator: "\n")
    }

    /// The number, or the state in its place, with its marks.
    private func plain(_ figure: MetricCell?, _ cell: ReportDifference.Cell) throws -> String? {
        guard let figure else { return nil }
        let value = try figure.value.map { try MetricFormat(cell.metric).decimalText($0) }
        let text = value ?? (figure.state ?? .notAvailable).text
        return figure.marks.isEmpty ? text : "\(text) \(figure.marks.text)"
    }

    private func exact(_ cell: ReportDifference.Cell) throws -> String? {
        guard let difference = cell.difference else { return nil }
        let format = MetricFormat(cell.metric)
        return try format.decimalText(difference)
    }

    private struct Delivery: Encodable {
        let delivery: Int64
        let pipeline: String
        let source: String
        let rowsBefore: Int64?
        let rowsAfter: Int64?
    }

    private struct Cell: Encodable {
        let sheet: String
        let row: [String]
        /// The natural keys behind names, which tell members of one name apart.
        let keys: [String?]?
        let column: String
        let metric: String
        let period: String
        let before: String?
        let after: String?
        let change: String?
        let deliveries: [Delivery]
    }

    private struct Document: Encodable {
        let report: String
        let period: String
        let compared: Int
        let changed: [Cell]
    }

    func json() throws -> String {
        let cells = try difference.cells.map { cell in
            Cell(
                sheet: cell.sheet, row: cell.row, keys: cell.keys.isEmpty ? nil : cell.keys, column: cell.column,
                metric: cell.metric.name.value,
                period: cell.period.key, before: try plain(cell.before, cell), after: try plain(cell.after, cell),
                change: try exact(cell),
                deliveries: cell.deliveries.map {
                    Delivery(
                        delivery: $0.key, pipeline: $0.pipeline, source: $0.source, rowsBefore: $0.rows?.before,
                        rowsAfter: $0.rows?.after)
                })
        }
        return try RunJSON.encode(
            Document(
                report: difference.report, period: difference.period.key, compared: difference.compared, changed: cells)
        )
    }
}
