package import Postgres
package import Records

/// The rejects of one delivery until they are written into the ledger: counted by rule in memory, row by row in a
/// file.
///
/// It is a class because whoever reads and whoever audits add to the same one; one task at a time uses it.
package final class RejectSpool {
    /// What every row that breaks a rule shares.
    private struct Rule: Hashable {
        let columnIndex: Int?
        let column: String?
        let rejectClass: RejectClass
        let severity: Reject.Severity
        let rule: String
        let actionEnglish: String
        let actionThai: String
    }

    /// How many rows of a refused delivery are kept with their places; those of a published one are all kept.
    ///
    /// A refused one changed nothing, so all of its rows are still in its file.
    package static let keptOfRefused = 100_000

    package let delivery: Int32
    /// How many reasons were given, those that are counted only included.
    package private(set) var count = 0
    private let lines = SpillFile("rejects")
    private var numbers: [Rule: Int] = [:]
    private var rules: [Rule] = []
    private var rows: [Int] = []

    package init(delivery: Int32) { self.delivery = delivery }

    package func append(_ reject: Reject) throws(SpillError) {
        let rule = Rule(
            columnIndex: reject.columnIndex, column: reject.column, rejectClass: reject.rejectClass,
            severity: reject.severity, rule: reject.rule, actionEnglish: reject.actionEnglish,
            actionThai: reject.actionThai)
        let number = numbers[rule] ?? rules.count
        if number == rules.count {
            numbers[rule] = number
            rules.append(rule)
            rows.append(0)
        }
        rows[number] += 1
        count += 1
        let place = reject.place
        let fields = [
            String(delivery), String(number), String(place.line), String(place.byteOffset), String(place.byteLength),
            reject.value.map(copyText) ?? "\\N", reject.detail.map(copyText) ?? "\\N",
            reject.sought.map(String.init) ?? "\\N",
        ]
        try lines.append((fields.joined(separator: "\t") + "\n").utf8)
    }

    package func append(_ rejects: some Sequence<Reject>) throws(SpillError) {
        for reject in rejects { try append(reject) }
    }

    /// Copies rules and rows into the ledger, in the caller's transaction.
    ///
    /// - Parameter most: how many rows are kept with their places; all are counted by rule.
    package func write(atMost most: Int = .max, on connection: borrowing Connection) throws {
        for (number, rule) in rules.enumerated() {
            try connection.execute(
                "insert into ledger.reject_rule values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                [
                    .integer(Int64(delivery)), .integer(number), rule.columnIndex.map { .integer($0) } ?? .null,
                    SQLValue(rule.column), .text(rule.rejectClass.rawValue), .text(rule.severity.rawValue),
                    .text(rule.rule), .text(rule.actionEnglish), .text(rule.actionThai), .integer(rows[number]),
                ])
        }
        guard count > 0 else { return }
        let statement = """
            copy ledger.rejected_row (delivery_key, rule_number, line, byte_offset, byte_length, value, detail, sought)
            from stdin
            """
        _ = try connection.copyIn(statement) { writer in
            var left = most
            try lines.read { block in
                let sent = Self.lines(block.span, atMost: &left)
                try writer.send(block.span.extracting(0..<sent))
            }
        }
    }

    /// How many bytes hold the next lines, of which at most so many are wanted.
    private static func lines(_ bytes: borrowing Span<UInt8>, atMost left: inout Int) -> Int {
        guard left < Int.max else { return bytes.count }
        guard left > 0 else { return 0 }
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            left -= 1
            if left == 0 { return index + 1 }
        }
        return bytes.count
    }
}
