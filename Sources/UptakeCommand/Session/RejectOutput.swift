import Pipelines
import Postgres
import Warehouse

/// Rejects in the forms that the command line prints.
struct RejectOutput {
    private struct Group: Encodable {
        let source: String
        let delivery: Int32
        let state: String
        let column: String?
        let `class`: String
        let severity: String
        let rule: String
        let rows: Int
        let first_line: Int?
        let action_en: String?
        let action_th: String?
    }

    private struct Correction: Encodable {
        struct Part: Encodable {
            let source: String
            let delivery: Int32
            let rows: Int
            let problem: String?
        }

        let file: String?
        let rows: Int
        let deliveries: [Part]
    }

    private let list: RejectList
    private let language: String?
    private let isJSON: Bool

    /// - Parameter language: `th` or `en`; nil for both.
    init(_ list: RejectList, language: String?, isJSON: Bool) {
        self.list = list
        self.language = language
        self.isJSON = isJSON
    }

    /// Prints counts by file, class and rule, with what is to be done.
    func groups(
        _ deliveries: [RejectList.Delivery], _ pipeline: String, on connection: borrowing Connection
    ) throws {
        let groups = try list.groups(on: connection)
        if isJSON {
            let states = Dictionary(deliveries.map { ($0.key, $0.state) }, uniquingKeysWith: { first, _ in first })
            Console.result(
                try RunJSON.encode(
                    groups.map { group in
                        Group(
                            source: group.source, delivery: group.delivery, state: states[group.delivery] ?? "",
                            column: group.column, class: group.class, severity: group.severity, rule: group.rule,
                            rows: group.rows, first_line: group.firstLine,
                            action_en: language == "th" ? nil : group.actionEnglish,
                            action_th: language == "en" ? nil : group.actionThai)
                    }))
            return
        }
        if groups.isEmpty { Console.result("No rejects in what \(pipeline) last delivered.") }
        for delivery in deliveries where delivery.reasons > 0 {
            Console.result(heading(delivery))
            for group in groups where group.delivery == delivery.key {
                let column = group.column.map { ", column \($0)" } ?? ""
                let place = group.firstLine.map { "first on line \($0)" } ?? "places not kept"
                Console.result(
                    "  \(grouped(group.rows)) × \(group.class) (\(group.severity))\(column): \(group.rule), \(place)")
                if language != "th" { Console.result("    \(group.actionEnglish)") }
                if language != "en" { Console.result("    \(group.actionThai)") }
            }
        }
    }

    private func heading(_ delivery: RejectList.Delivery) -> String {
        var line = "\(delivery.source), delivery \(delivery.key), \(delivery.state)"
        if delivery.isReplaced { line += ", replaced since by later deliveries" }
        if let amendment = delivery.amendedBy {
            line += "; delivery \(amendment) has amended since, rows it corrected are still counted here"
        }
        if delivery.isCut {
            line +=
                "\n  All are counted; only the first \(grouped(RejectSpool.keptOfRefused)) rows are kept with places."
        }
        return line
    }

    /// Prints every row that is kept with its place.
    func rows(on connection: borrowing Connection) throws {
        var isFirst = true
        if isJSON {
            try list.rows(on: connection) { rows in
                for row in rows {
                    Console.result((isFirst ? "[" : ",") + (try RunJSON.encode(row)))
                    isFirst = false
                }
            }
            Console.result(isFirst ? "[]" : "]")
            return
        }
        try list.rows(on: connection) { rows in
            let heading = ["place", "byte", "column", "class", "severity", "rule", "value"]
            let lines = rows.map { row in
                [
                    "\(row.source):\(row.line)", "\(row.byte)", row.column ?? "", row.class, row.severity,
                    [row.rule, row.detail].compactMap(\.self).joined(separator: ": "), row.value ?? "",
                ]
            }
            Console.result(aligned((isFirst ? [heading] : []) + lines))
            isFirst = false
        }
        if isFirst { Console.result("No rejects.") }
        for delivery in try list.deliveries(on: connection) where delivery.isCut {
            Console.result(heading(delivery))
        }
    }

    /// What was written to be corrected, as JSON.
    static func text(_ result: CorrectionRun.Result, _ file: String) throws -> String {
        try RunJSON.encode(
            Correction(
                file: result.advice == nil ? nil : file, rows: result.rows,
                deliveries: result.parts.map {
                    Correction.Part(source: $0.source, delivery: $0.delivery, rows: $0.rows, problem: $0.problem)
                }))
    }
}
