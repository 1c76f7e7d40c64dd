import Definitions
import MetricQueries
import Periods

/// The rows behind a figure in the forms that the command line prints.
struct LineageOutput {
    private let lineage: FigureLineage
    private let language: Language
    private var isThai: Bool { language == .thai }

    init(_ lineage: FigureLineage, language: Language) {
        self.lineage = lineage
        self.language = language
    }

    // MARK: For people

    func text() throws -> String { try lineage.parts.map(text).joined(separator: "\n\n") }

    private func text(_ part: FigureLineage.Part) throws -> String {
        var blocks = [try heading(part)]
        if !part.deliveries.isEmpty {
            let heading =
                isThai
                ? ["ชุดข้อมูล", "แหล่งที่มา", "pipeline", "นำเข้าเมื่อ", "แถว", "ค่า", "sha256"]
                : ["delivery", "source", "pipeline", "loaded at", "rows", "value", "sha256"]
            let rows = part.deliveries.map { delivery in
                [
                    "\(delivery.key)", delivery.source, delivery.pipeline, delivery.loadedAt,
                    grouped(Int(delivery.rows)), delivery.value.map(decimalText) ?? CellState.notAvailable.text,
                    delivery.sha256,
                ]
            }
            blocks.append(aligned([heading] + rows, numeric: [0, 4, 5]))
        }
        if let lines = part.lines, !lines.rows.isEmpty {
            let heading = (isThai ? ["ที่มา", "slice"] : ["place", "slice"]) + lines.columns
            let rows = lines.rows.map { line in
                ["\(line.source):\(line.line)", slice(line)] + line.values.map { $0 ?? "–" }
            }
            blocks.append(aligned([heading] + rows))
            let rest = part.rows - Int64(lines.rows.count)
            if rest > 0 {
                let more = grouped(Int(rest))
                blocks.append(
                    isThai
                        ? "ยังมีอีก \(more) แถว แสดงเพิ่มด้วย --limit"
                        : "More rows: \(more); --limit shows more of them.")
            }
        }
        return blocks.joined(separator: "\n")
    }

    /// What the part is, and its figure.
    private func heading(_ part: FigureLineage.Part) throws -> String {
        let role =
            switch part.role {
            case .figure: ""
            case .numerator: isThai ? ", ตัวตั้ง" : ", numerator"
            case .denominator: isThai ? ", ตัวหาร" : ", denominator"
            case .other: isThai ? ", ประกอบ" : ", beside it"
            }
        let figure = try formatted(part.cell, of: part.metric, language: language)
        let period = part.period.label(thai: isThai)
        let name = "\(part.metric.label[language]) (\(part.metric.name.value)\(role)), \(period): \(figure)"
        let (rows, deliveries) = (grouped(Int(part.rows)), grouped(part.deliveries.count))
        return isThai
            ? "\(name) มาจาก \(rows) แถวของ \(part.fact) ใน \(deliveries) ชุดข้อมูล"
            : "\(name), from \(rows) \(part.rows == 1 ? "row" : "rows") of \(part.fact) in \(deliveries) \(part.deliveries.count == 1 ? "delivery" : "deliveries")"
    }

    private func slice(_ line: FigureLineage.Line) -> String {
        [line.pipeline, line.period.isEmpty ? "undated" : line.period, line.part].compactMap(\.self)
            .joined(separator: " ")
    }

    // MARK: For programs

    /// One line per delivery, or per row when rows were asked for; columns that a part's fact does not have are empty.
    func csv() -> String {
        let about = ["metric", "role", "period"]
        var lines: [[String]]
        if lineage.parts.contains(where: { $0.lines != nil }) {
            var columns: [String] = []
            for name in lineage.parts.flatMap({ $0.lines?.columns ?? [] }) where !columns.contains(name) {
                columns.append(name)
            }
            lines = [about + ["source", "line", "pipeline", "slice_period", "slice_part"] + columns]
            for part in lineage.parts {
                for line in part.lines?.rows ?? [] {
                    let values = Dictionary(
                        zip(part.lines?.columns ?? [], line.values), uniquingKeysWith: { first, _ in first })
                    lines.append(
                        self.about(part)
                            + [line.source, "\(line.line)", line.pipeline, line.period, line.part ?? ""]
                            + columns.map { values[$0].flatMap(\.self) ?? "" })
                }
            }
        } else {
            lines = [about + ["delivery", "pipeline", "source", "sha256", "loaded_at", "rows", "value"]]
            for part in lineage.parts {
                for delivery in part.deliveries {
                    lines.append(
                        self.about(part) + [
                            "\(delivery.key)", delivery.pipeline, delivery.source, delivery.sha256,
                            delivery.loadedAt, "\(delivery.rows)", delivery.value.map(decimalText) ?? "",
                        ])
                }
            }
        }
        return lines.map(csvLine).joined(separator: "\n")
    }

    private func about(_ part: FigureLineage.Part) -> [String] {
        [part.metric.name.value, part.role.rawValue, part.period.key]
    }

    private struct Delivery: Encodable {
        let delivery: Int64
        let pipeline: String
        let source: String
        let sha256: String
        let loaded_at: String
        let rows: Int64
        let value: String?
    }

    private struct Line: Encodable {
        let source: String
        let line: Int64
        let pipeline: String
        let slice_period: String
        let slice_part: String?
        let columns: [String: String?]
    }

    private struct Part: Encodable {
        let metric: String
        let role: String
        let period: String
        let fact: String
        let value: String?
        let state: String?
        let rows: Int64
        let deliveries: [Delivery]
        let lines: [Line]?
    }

    private struct Document: Encodable {
        let metric: String
        let period: String
        let parts: [Part]
    }

    func json() throws -> String {
        let parts = lineage.parts.map { part in
            Part(
                metric: part.metric.name.value, role: part.role.rawValue, period: part.period.key, fact: part.fact,
                value: part.cell.value.map(decimalText), state: part.cell.state?.rawValue, rows: part.rows,
                deliveries: part.deliveries.map {
                    Delivery(
                        delivery: $0.key, pipeline: $0.pipeline, source: $0.source, sha256: $0.sha256,
                        loaded_at: $0.loadedAt, rows: $0.rows, value: $0.value.map(decimalText))
                },
                lines: part.lines.map { lines in
                    lines.rows.map { line in
                        Line(
                            source: line.source, line: line.line, pipeline: line.pipeline,
                            slice_period: line.period, slice_part: line.part,
                            columns: Dictionary(
                                zip(lines.columns, line.values), uniquingKeysWith: { first, _ in first }))
                    }
                })
        }
        return try RunJSON.encode(
            Document(metric: lineage.metric.name.value, period: lineage.period.key, parts: parts))
    }
}
