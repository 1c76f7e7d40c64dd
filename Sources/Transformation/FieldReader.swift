internal import Definitions
internal import Records

/// Reads one target field for all rows of a batch: decided once, then a plain loop.
struct FieldReader {
    /// How the values of a field are read.
    enum Operation {
        /// The feed does not fill the field; a role points to a member that stands for that.
        case missing(Int64?)
        case calendarKey(CalendarForm)
        case date(DateForm)
        case timestamp(TimestampForm)
        case member(MemberIndex, ColumnMapping.NotFound, [ValuePattern])
        case number(NumberForm)
        case boolean(BooleanForm)
        case text(TextForm)
        case pseudonym(PseudonymForm)
    }

    private let field: TargetField
    private let operation: Operation
    private let mapping: ColumnMapping?
    private let map: ValueMap?
    /// The source columns by their place in the batch; empty for constants.
    private let sources: [Int]
    private var mapped = MappedColumn()
    private var members: MemberReader?
    private var problems: [CellProblem] = []

    init(field: TargetField, operation: Operation, mapping: ColumnMapping?, sources: [Int]) {
        self.field = field
        self.operation = operation
        self.mapping = mapping
        self.sources = sources
        map = ValueMap(mapping?.map ?? [])
        if let mapping, case .member(let index, let notFound, let patterns) = operation {
            members = MemberReader(index, notFound, mapping, patterns, sources: sources)
        }
    }

    /// Whether rows may create members.
    var infers: Bool { if case .member(_, .infer, _) = operation { true } else { false } }

    /// Reads the field for every row of the batch into the column's places, and reports what is wrong.
    ///
    /// - Parameter days: the day of each row's event, as of which members are looked up.
    mutating func read(_ batch: RecordBatch, days: [Int32], into typed: inout TypedBatch, column: Int) throws {
        problems.removeAll(keepingCapacity: true)
        if members != nil {
            let isRequired = isRequired
            try members?.read(
                batch, days, accepted: typed.accepted,
                absent: field.optional ? MemberIndex.notApplicable : MemberIndex.missing, isRequired: isRequired,
                into: &typed.columns[column], &problems)
        } else if let constant = mapping?.value, sources.isEmpty {
            mapped.fill(constant: Array(constant.value.utf8), rows: batch.rowCount)
            readMapped(into: &typed.columns[column])
        } else if let map {
            mapped.fill(from: batch, column: sources[0], map: map)
            readMapped(into: &typed.columns[column])
        } else {
            readValues(
                batch.bytes.span, batch.ends.span, CellPlace(width: batch.width, field: sources.first ?? 0),
                into: &typed.columns[column])
        }
        for problem in problems { report(problem, batch, &typed) }
    }

    private mutating func readMapped(into column: inout TypedColumn) {
        // Lent out while it is read, since reading changes the list of problems beside it.
        let mapped = mapped
        readValues(mapped.bytes.span, mapped.ends.span, mapped.place, into: &column)
    }

    private mutating func readValues(
        _ bytes: borrowing Span<UInt8>, _ ends: borrowing Span<Int32>, _ place: CellPlace,
        into column: inout TypedColumn
    ) {
        let isRequired = isRequired
        switch operation {
        case .missing(let value):
            for row in column.present.indices { column.present[row] = value != nil }
            for row in column.numbers.indices { column.numbers[row] = value ?? 0 }
        case .number(let form):
            form.read(bytes, ends, place, absent: absent, isRequired: isRequired, into: &column, &problems)
        case .calendarKey(let form):
            form.read(bytes, ends, place, absent: absent, isRequired: isRequired, into: &column, &problems)
        case .date(let form):
            form.read(bytes, ends, place, absent: absent, isRequired: isRequired, into: &column, &problems)
        case .timestamp(let form):
            form.read(bytes, ends, place, absent: absent, isRequired: isRequired, into: &column, &problems)
        case .boolean(let form):
            form.read(bytes, ends, place, absent: absent, isRequired: isRequired, into: &column, &problems)
        case .text(let form):
            form.read(bytes, ends, place, isRequired: isRequired, into: &column, &problems)
        case .pseudonym(let form):
            form.read(bytes, ends, place, isRequired: isRequired, into: &column, &problems)
        // Read by `members`.
        case .member: break
        }
    }

    private var isRequired: Bool { mapping?.required == true || !field.optional }

    /// What stands for a value that is not there: no member for a role, nothing for a column.
    private var absent: Int64? {
        switch field.purpose {
        case .calendar, .member: Int64(field.optional ? MemberIndex.notApplicable : MemberIndex.missing)
        case .value: nil
        }
    }

    private func report(_ problem: CellProblem, _ batch: RecordBatch, _ typed: inout TypedBatch) {
        let row = problem.row
        typed.accepted[row] = false
        let isPersonal = mapping?.pseudonymOf != nil
        let value = isPersonal ? nil : sources.map { batch.text(row, $0) }.joined(separator: " | ")
        var reject = Reject(
            place: Reject.Place(
                line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row]),
            columnIndex: sources.first.map { $0 + 1 }, column: mapping?.from.first?.value ?? field.name,
            rejectClass: problem.reject.rejectClass, rule: "\(field.name): \(problem.reject.rule)",
            detail: problem.reject.detail, actionEnglish: problem.reject.actionEnglish,
            actionThai: problem.reject.actionThai, value: value)
        reject.sought = problem.sought
        typed.rejects.append(reject)
    }
}
