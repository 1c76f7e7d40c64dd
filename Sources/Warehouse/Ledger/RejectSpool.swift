import Foundation
import Glibc
package import Postgres
package import Records

/// Why rejects cannot be kept.
package struct RejectSpoolError: Error, CustomStringConvertible {
    package let message: String
    package var description: String { message }
}

/// The rejects of one delivery until they are written into the ledger: counted by rule in memory, row by row in a file
/// that has no name and that nobody else can open.
///
/// It is a class because it owns a descriptor; one task at a time uses it.
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
    private static let bufferBytes = 256 << 10

    package let delivery: Int32
    /// How many reasons were given, those that are counted only included.
    package private(set) var count = 0
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []
    private var numbers: [Rule: Int] = [:]
    private var rules: [Rule] = []
    private var rows: [Int] = []

    package init(delivery: Int32) { self.delivery = delivery }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func append(_ reject: Reject) throws(RejectSpoolError) {
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
        ]
        buffer += fields.joined(separator: "\t").utf8
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > Self.bufferBytes { try spill() }
    }

    package func append(_ rejects: some Sequence<Reject>) throws(RejectSpoolError) {
        for reject in rejects { try append(reject) }
    }

    /// Writes the buffered rows to the file, which is made when it is first needed.
    private func spill() throws(RejectSpoolError) {
        if descriptor < 0 { descriptor = try Self.temporaryFile() }
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 || errno == EINTR else { throw Self.failure("written") }
            written += max(count, 0)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func temporaryFile() throws(RejectSpoolError) -> Int32 {
        var template = Array((NSTemporaryDirectory() + "/uptake-rejects-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure("made") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return descriptor
    }

    private static func failure(_ what: String) -> RejectSpoolError {
        RejectSpoolError(
            message:
                "the temporary file for rejects cannot be \(what) in \(NSTemporaryDirectory()): \(String(cString: strerror(errno))); make room there or set TMPDIR"
        )
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
            copy ledger.rejected_row (delivery_key, rule_number, line, byte_offset, byte_length, value, detail)
            from stdin
            """
        _ = try connection.copyIn(statement) { writer in
            var left = most
            try readSpilled { block in
                let sent = Self.lines(block.span, atMost: &left)
                try writer.send(block.span.extracting(0..<sent))
            }
            let rest = buffer
            let sent = Self.lines(rest.span, atMost: &left)
            try writer.send(rest.span.extracting(0..<sent))
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

    /// Lends what was spilled, block by block.
    private func readSpilled(_ body: ([UInt8]) throws -> Void) throws {
        guard descriptor >= 0 else { return }
        var offset: off_t = 0
        var block = [UInt8](repeating: 0, count: Self.bufferBytes)
        while true {
            let count = block.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, offset) }
            guard count >= 0 else { throw Self.failure("read") }
            if count == 0 { return }
            try body(Array(block[..<count]))
            offset += off_t(count)
        }
    }
}
