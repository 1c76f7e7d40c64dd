internal import Definitions
import Foundation
internal import Hashing
internal import Periods
internal import Records

/// Reads one target field for all rows of a batch: decided once, then a plain loop.
struct FieldReader {
    enum Operation {
        case missing(Int64?)
        case calendarKey(DateFormat, CalendarDeclaration, form: String)
        case date(DateFormat, form: String)
        case timestamp(DateFormat, form: String)
        case member(MemberIndex, ColumnMapping.NotFound)
        case number(scale: Int, limits: ClosedRange<Int64>, minimum: Int64?, maximum: Int64?, thousands: UInt8?)
        case boolean
        case text(NSRegularExpression?)
        case pseudonym(PseudonymKey)
    }

    let field: TargetField
    let operation: Operation
    let mapping: ColumnMapping?
    let map: ValueMap?
    /// The source columns by their place in the batch; empty for constants.
    let sources: [Int]
    var views: [FieldView]
    private var key: [UInt8] = []

    init(field: TargetField, operation: Operation, mapping: ColumnMapping?, sources: [Int]) {
        self.field = field
        self.operation = operation
        self.mapping = mapping
        self.sources = sources
        map = ValueMap(mapping?.map ?? [])
        views = Array(repeating: FieldView(), count: max(sources.count, mapping?.value == nil ? 0 : 1))
    }

    /// Appends a value, or a missing one and a reject, for every row of the batch.
    ///
    /// - Parameter days: the day of each row's event, as of which members are looked up.
    mutating func read(_ batch: RecordBatch, days: [Int32], into typed: inout TypedBatch, column: Int) throws {
        for index in views.indices {
            if sources.isEmpty, let value = mapping?.value {
                views[index].fill(constant: Array(value.value.utf8), rows: batch.rowCount)
            } else {
                views[index].fill(from: batch, column: sources[index], map: map)
            }
        }
        if case .missing(let value) = operation {
            for _ in 0..<batch.rowCount {
                if let value { typed.columns[column].append(value) } else { typed.columns[column].appendMissing() }
            }
            return
        }
        if case .member(let index, let notFound) = operation {
            try readMembers(batch, days, index, notFound, into: &typed, column: column)
            return
        }
        readValues(batch, into: &typed, column: column)
    }

    private func readValues(_ batch: RecordBatch, into typed: inout TypedBatch, column: Int) {
        let view = views[0]
        let bytes = view.usesBatch ? batch.bytes.span : view.buffer.span
        var digits: [UInt8] = []
        for row in 0..<batch.rowCount {
            let range = Int(view.starts[row])..<Int(view.ends[row])
            if range.isEmpty {
                if isRequired { report(.required, batch, row, &typed) }
                appendAbsent(to: &typed.columns[column])
                continue
            }
            let problem: CellReject?
            switch operation {
            case .number(let scale, let limits, let minimum, let maximum, let thousands):
                problem = Self.readNumber(
                    bytes, range, scale, limits, minimum, maximum, thousands, field, mapping,
                    into: &typed.columns[column])
            case .calendarKey(let format, let calendar, let form):
                problem = Self.readDay(bytes, range, format, form) { date, _ in
                    let key = Int64(date.dateKey)
                    guard key / 10_000 >= calendar.fromYear, key / 10_000 <= calendar.toYear else {
                        return .outsideCalendar(from: calendar.fromYear, to: calendar.toYear)
                    }
                    typed.columns[column].append(key)
                    return nil
                }
            case .date(let format, let form):
                problem = Self.readDay(bytes, range, format, form) { date, _ in
                    typed.columns[column].append(Int64(date.daysSinceEpoch))
                    return nil
                }
            case .timestamp(let format, let form):
                problem = Self.readDay(bytes, range, format, form) { date, seconds in
                    typed.columns[column].append((Int64(date.daysSinceEpoch) * 86_400 + seconds) * 1_000_000)
                    return nil
                }
            case .boolean: problem = Self.readBoolean(bytes, range, into: &typed.columns[column])
            case .text(let pattern):
                problem = readText(bytes, range, pattern, into: &typed.columns[column])
            case .pseudonym(let key):
                if let fault = ThaiCitizenNumber.read(bytes, range, into: &digits) {
                    problem = .identifier(fault)
                } else {
                    let (high, low) = key.pseudonym(of: digits.span)
                    typed.columns[column].appendPseudonym(high: high, low: low)
                    problem = nil
                }
            case .missing, .member: problem = nil
            }
            if let problem {
                report(problem, batch, row, &typed)
                if typed.columns[column].present.count == row { typed.columns[column].appendMissing() }
            }
        }
    }

    private mutating func readMembers(
        _ batch: RecordBatch, _ days: [Int32], _ index: MemberIndex, _ notFound: ColumnMapping.NotFound,
        into typed: inout TypedBatch, column: Int
    ) throws {
        for row in 0..<batch.rowCount {
            key.removeAll(keepingCapacity: true)
            var empty = true
            for view in views {
                let range = Int(view.starts[row])..<Int(view.ends[row])
                if !range.isEmpty { empty = false }
                let bytes = view.usesBatch ? batch.bytes.span : view.buffer.span
                MemberIndex.encode(bytes.extracting(range), into: &key)
            }
            if empty {
                if isRequired, notFound != .missing { report(.required, batch, row, &typed) }
                appendAbsent(to: &typed.columns[column])
                continue
            }
            switch index.find(key.span, on: days[row]) {
            case .member(let member): typed.columns[column].append(Int64(member))
            case .ambiguous:
                report(.ambiguousMember(dimension: index.dimension), batch, row, &typed)
                typed.columns[column].append(Int64(MemberIndex.missing))
            case .none:
                switch notFound {
                case .reject:
                    report(.unknownMember(dimension: index.dimension), batch, row, &typed)
                    typed.columns[column].append(Int64(MemberIndex.missing))
                case .missing: typed.columns[column].append(Int64(MemberIndex.missing))
                case .infer:
                    // A row that is already refused must not leave a member behind.
                    let member =
                        typed.accepted[row] ? try index.infer(parts(batch, row), on: days[row]) : MemberIndex.missing
                    typed.columns[column].append(Int64(member))
                }
            }
        }
    }

    private func parts(_ batch: RecordBatch, _ row: Int) -> [String] {
        views.map { view in
            let range = Int(view.starts[row])..<Int(view.ends[row])
            return String(decoding: (view.usesBatch ? batch.bytes : view.buffer)[range], as: UTF8.self)
        }
    }

    private var isRequired: Bool { mapping?.required == true || !field.optional }

    /// What stands for a value that is not there: no member for a role, nothing for a column.
    private func appendAbsent(to column: inout TypedColumn) {
        switch field.purpose {
        case .calendar, .member:
            column.append(Int64(field.optional ? MemberIndex.notApplicable : MemberIndex.missing))
        case .value: column.appendMissing()
        }
    }

    private func report(_ problem: CellReject, _ batch: RecordBatch, _ row: Int, _ typed: inout TypedBatch) {
        typed.accepted[row] = false
        let isPersonal = mapping?.pseudonymOf != nil
        let value = isPersonal ? nil : sources.map { batch.text(row, $0) }.joined(separator: " | ")
        typed.rejects.append(
            Reject(
                place: Reject.Place(
                    line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row]),
                columnIndex: sources.first.map { $0 + 1 }, column: mapping?.from.first?.value ?? field.name,
                rejectClass: problem.rejectClass, rule: "\(field.name): \(problem.rule)",
                actionEnglish: problem.actionEnglish, actionThai: problem.actionThai, value: value))
    }
}
