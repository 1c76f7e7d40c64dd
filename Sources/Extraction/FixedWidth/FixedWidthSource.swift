internal import CSVParsing
package import Definitions
package import Records

/// Reads a file of fixed-width records of several types, one row per leading record.
///
/// The records that follow the leading one must bear out the totals it states.
package final class FixedWidthSource: RecordSource {
    package let columns: [String]
    private let definition: FixedWidthSourceDefinition
    private let rowRecord: FixedWidthSourceDefinition.Record
    private let decoder: FieldDecoder
    private var lines: LineReader
    private var group: FixedWidthGroup?
    /// How many rows and lines without a row there were, good or bad.
    private var records = 0

    package init(_ definition: FixedWidthSourceDefinition, path: String, source: String) throws {
        guard let record = definition.record(definition.row.value) else {
            throw ExtractionError(
                .badInput, source: source, "the record `\(definition.row.value)` is not declared",
                remedy: "run `uptake check`")
        }
        self.definition = definition
        rowRecord = record
        columns = record.fields.map(\.name.value)
        decoder = FieldDecoder(CharacterEncoding(definition.encoding))
        lines = try LineReader(
            path: path, source: source, maximumBytes: max(64 << 10, definition.recordBytes * 2), lineEnds: .uniform)
    }

    package func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool {
        batch.removeAll()
        while batch.bytes.count < batchBytes {
            guard try advance() else {
                close(&batch, &rejects)
                records += batch.rowCount
                return false
            }
            lines.withLine { readRecord($0, &batch, &rejects) }
        }
        records += batch.rowCount
        return true
    }

    private func advance() throws -> Bool {
        do {
            return try lines.advance()
        } catch {
            throw lines.reason(for: error)
        }
    }

    package func finish() throws -> SourceSummary {
        let (sha256, identity) = try lines.finish()
        return SourceSummary(sha256: sha256, identity: identity, stated: [], notes: [], dataRecords: records)
    }

    private func readRecord(
        _ bytes: borrowing Span<UInt8>, _ batch: inout RecordBatch, _ rejects: inout [Reject]
    ) {
        var count = bytes.count
        while count > 0, bytes[count - 1] == 0x0A || bytes[count - 1] == 0x0D { count -= 1 }
        // An empty line, and the end-of-file mark of old systems (0x1A), carry nothing.
        if (count == 0 && !lines.isTooLong) || (count == 1 && bytes[0] == 0x1A) { return }
        guard count == definition.recordBytes, !lines.isTooLong else {
            let found = lines.isTooLong ? Int(lines.length) : count
            report(.wrongRecordLength(expected: definition.recordBytes, found: found, line: lines.number), &rejects)
            return
        }
        let code = shownText(bytes, definition.recordType)
        guard let record = definition.records.first(where: { $0.code == code }) else {
            report(.unknownRecordType(code: code, line: lines.number), &rejects)
            return
        }
        if record.name == rowRecord.name {
            close(&batch, &rejects)
            open(bytes)
        } else if group == nil {
            report(.strayRecord(record: record.name.value), &rejects)
        } else {
            add(bytes, record)
        }
    }

    /// Puts a problem on the open row, or on the line itself when no row is open.
    private func report(_ problem: StructuralReject, _ rejects: inout [Reject]) {
        if group != nil {
            group?.problems.append(problem)
        } else {
            let place = Reject.Place(
                line: lines.number, byteOffset: lines.offset, byteLength: Int32(clamping: lines.length))
            rejects.append(problem.reject(at: place))
            records += 1
        }
    }

    private func open(_ bytes: borrowing Span<UInt8>) {
        var group = FixedWidthGroup(line: lines.number, offset: lines.offset, totals: definition.totals.count)
        for (index, field) in rowRecord.fields.enumerated() {
            let start = field.at - 1
            let range = trimmed(bytes, start..<start + field.width)
            if let bad = decoder.append(bytes, range, to: &group.bytes) {
                group.problems.append(
                    .encoding(
                        column: field.name.value, index: index, byte: bytes[bad], offset: lines.offset + Int64(bad)))
            }
            group.ends.append(Int32(group.bytes.count))
        }
        for (index, total) in definition.totals.enumerated() {
            if let field = rowRecord.field(total.field.value) { group.stated[index] = hundredths(bytes, field) }
            guard case .fields(let names) = total.aggregate else { continue }
            for field in names.compactMap(rowRecord.field) {
                if let value = hundredths(bytes, field) {
                    group.found[index] += value
                } else {
                    group.stated[index] = nil
                }
            }
        }
        self.group = group
    }

    private func add(_ bytes: borrowing Span<UInt8>, _ record: FixedWidthSourceDefinition.Record) {
        checkText(bytes, record)
        for (index, total) in definition.totals.enumerated() {
            switch total.aggregate {
            case .count(let name) where name == record.name.value: group?.found[index] += 100
            case .sum(let name, let fieldName) where name == record.name.value:
                guard let field = record.field(fieldName) else { continue }
                if let value = hundredths(bytes, field) {
                    group?.found[index] += value
                } else {
                    group?.stated[index] = nil
                }
            default: continue
            }
        }
    }

    /// Puts a byte on the open row that is no text, in a field of a record that follows it.
    private func checkText(_ bytes: borrowing Span<UInt8>, _ record: FixedWidthSourceDefinition.Record) {
        guard decoder.firstUndecodable(bytes.extracting(0..<definition.recordBytes)) != nil else { return }
        for (index, field) in record.fields.enumerated() {
            let start = field.at - 1
            guard let bad = decoder.firstUndecodable(bytes.extracting(start..<start + field.width)) else { continue }
            group?.problems.append(
                .encoding(
                    column: field.name.value, index: index, byte: bytes[start + bad],
                    offset: lines.offset + Int64(start + bad)))
        }
    }

    /// Ends the open row: into the batch when its records bear it out, else into the rejects.
    private func close(_ batch: inout RecordBatch, _ rejects: inout [Reject]) {
        guard var group else { return }
        self.group = nil
        for (index, total) in definition.totals.enumerated() where group.stated[index] != group.found[index] {
            group.problems.append(
                .contradiction(
                    field: total.field.value, stated: group.stated[index].map(decimal) ?? "no number",
                    found: decimal(group.found[index]), parts: total.aggregate.parts))
        }
        let length = Int32(clamping: lines.offset - group.offset)
        guard group.problems.isEmpty else {
            let place = Reject.Place(line: group.line, byteOffset: group.offset, byteLength: length)
            rejects += group.problems.map { $0.reject(at: place) }
            records += 1
            return
        }
        let base = Int32(batch.bytes.count)
        batch.bytes += group.bytes
        batch.ends += group.ends.map { $0 + base }
        batch.endRow(line: group.line, offset: group.offset, length: length)
    }

    /// The text of a field; nil when a byte of it is no text.
    private func text(_ bytes: borrowing Span<UInt8>, _ field: FixedWidthSourceDefinition.Field) -> String? {
        let start = field.at - 1
        var target: [UInt8] = []
        let bad = decoder.append(bytes, trimmed(bytes, start..<start + field.width), to: &target)
        return bad == nil ? String(decoding: target, as: UTF8.self) : nil
    }

    /// The text of a field, or its bytes as numbers, for messages: what is no text is never replaced by a sign for it.
    private func shownText(_ bytes: borrowing Span<UInt8>, _ field: FixedWidthSourceDefinition.Field) -> String {
        if let text = text(bytes, field) { return text }
        let start = field.at - 1
        return (start..<start + field.width).map { "0x" + String(bytes[$0], radix: 16, uppercase: true) }
            .joined(separator: " ")
    }

    private func trimmed(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] == 0x20 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 { end -= 1 }
        return start..<end
    }

    /// Reads an amount with up to two decimals, or a count, in hundredths; its digits may be Thai.
    private func hundredths(_ bytes: borrowing Span<UInt8>, _ field: FixedWidthSourceDefinition.Field) -> Int64? {
        guard let text = text(bytes, field) else { return nil }
        var digits = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9", ".": digits.unicodeScalars.append(scalar)
            case "๐"..."๙": digits += "\(scalar.value - 0x0E50)"
            // A sign is no digit: it would be lost in front of a zero.
            default: return nil
            }
        }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]), whole < 1 << 50 else { return nil }
        guard parts.count == 2 else { return whole * 100 }
        guard parts[1].utf8.count <= 2, let cents = Int64((parts[1] + "00").prefix(2)) else { return nil }
        return whole * 100 + cents
    }

    private func decimal(_ hundredths: Int64) -> String {
        let cents = hundredths % 100
        return cents == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}

/// A leading record and what its following ones have added up to so far, in hundredths.
private struct FixedWidthGroup {
    let line: Int32
    let offset: Int64
    var bytes: [UInt8] = []
    var ends: [Int32] = []
    var stated: [Int64?]
    var found: [Int64]
    var problems: [StructuralReject] = []

    init(line: Int32, offset: Int64, totals: Int) {
        self.line = line
        self.offset = offset
        stated = Array(repeating: nil, count: totals)
        found = Array(repeating: 0, count: totals)
    }
}
