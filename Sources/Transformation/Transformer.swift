package import Definitions
package import Hashing
internal import Periods
package import Records

/// Turns records into typed, checked and keyed rows; what breaks a rule becomes a reject.
package struct Transformer {
    /// Gives the index of a dimension by its key or, when a column is named, by that column.
    package typealias Members = (_ dimension: DimensionDefinition, _ column: String?) throws -> MemberIndex

    package let fields: [TargetField]
    private var readers: [FieldReader]
    private let eventField: Int?
    private let checks: [RowCheck]
    private var days: [Int32] = []

    /// Prepares everything that can be decided before the first row.
    ///
    /// - Parameters:
    ///   - sourceColumns: the names of the batch's fields.
    ///   - event: the calendar field as of whose day members are looked up; nil looks up today's.
    ///   - today: the day of this run, in days since 2000-01-01.
    package init(
        _ pipeline: PipelineDefinition, fields: [TargetField], sourceColumns: [String], event: String?,
        references: [String: ReferenceTable], key: PseudonymKey?, members: @escaping Members
    ) throws {
        self.fields = fields
        let compiler = FieldCompiler(sourceColumns: sourceColumns, key: key, members: members)
        readers = try fields.map { try compiler.reader(for: $0, mapping: pipeline.column($0.name)) }
        eventField = event.flatMap { name in fields.firstIndex { $0.name == name } }
        checks = try pipeline.checks.map {
            try RowCheck($0, fields: fields, references: references, members: members)
        }
    }

    /// The kinds of the columns that `transform` fills.
    package var kinds: [ValueKind] { fields.map(\.kind) }

    /// Reads all records of a batch.
    package mutating func transform(_ batch: RecordBatch, today: Int32, into typed: inout TypedBatch) throws {
        typed.reset(rows: batch.rowCount)
        typed.lines += batch.lines
        days.removeAll(keepingCapacity: true)
        if let eventField {
            try readers[eventField].read(batch, days: [], into: &typed, column: eventField)
            appendDays(of: typed.columns[eventField].numbers, today)
        } else {
            days += repeatElement(today, count: batch.rowCount)
        }
        // Inference comes last, so that rows refused by other fields leave no member behind.
        for inferring in [false, true] {
            for index in readers.indices where index != eventField && readers[index].infers == inferring {
                try readers[index].read(batch, days: days, into: &typed, column: index)
            }
        }
        for check in checks { check.apply(to: &typed, batch) }
    }

    /// Appends the day of each calendar key, today for those that are no day.
    private mutating func appendDays(of keys: [Int64], _ today: Int32) {
        // Rows stand more or less in the order of their events.
        var (lastKey, lastDay) = (Int64(0), today)
        for row in keys.indices {
            if keys[row] != lastKey {
                lastKey = keys[row]
                lastDay = CivilDate(dateKey: Int32(truncatingIfNeeded: lastKey))?.daysSinceEpoch ?? today
            }
            days.append(lastDay)
        }
    }
}
