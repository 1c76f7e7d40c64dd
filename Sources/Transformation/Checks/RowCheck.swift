internal import Definitions
internal import Periods
internal import Records

/// A rule over several fields of a row, prepared for the member keys of this run.
struct RowCheck {
    private enum Rule {
        case order([Int])
        case allowed([Int], KeyCombinations)
        case refuse([(field: Int, condition: FieldCondition)])
        case notBefore(day: Int, by: [Int], KeyCombinations, days: [Int64])
    }

    private let rule: Rule
    private let severity: Reject.Severity
    private let text: String
    private let actionEnglish: String
    private let actionThai: String
    private let column: String

    init(
        _ definition: CheckDefinition, fields: [TargetField], references: [String: ReferenceTable],
        members: Transformer.Members
    ) throws {
        func index(_ field: Located<String>) throws -> Int {
            guard let index = fields.firstIndex(where: { $0.name == field.value }) else {
                throw TransformationError(location: field.location, message: "there is no field `\(field.value)`")
            }
            return index
        }
        func table(_ name: Located<String>) throws -> ReferenceTable {
            guard let table = references[name.value] else {
                throw TransformationError(location: name.location, message: "there is no table `\(name.value)`")
            }
            return table
        }
        func combinations(_ names: [Located<String>], _ table: ReferenceTable) throws -> KeyCombinations {
            try KeyCombinations(
                table, columns: names.map(\.value), fields: names.map { fields[try index($0)] }, members)
        }
        switch definition.rule {
        case .order(let names):
            rule = .order(try names.map(index))
            text = "order: [\(names.map(\.value).joined(separator: ", "))]"
            column = names.last?.value ?? ""
        case .allowed(let names, let tableName):
            rule = .allowed(try names.map(index), try combinations(names, try table(tableName)))
            text = "allowed: [\(names.map(\.value).joined(separator: ", "))], in: \(tableName.value)"
            column = names.last?.value ?? ""
        case .refuse(let conditions):
            rule = .refuse(
                try conditions.map { entry in
                    let field = try index(entry.field)
                    return (field, try FieldCondition(entry.condition, fields[field], members))
                })
            text = "refuse: [\(conditions.map(\.field.value).joined(separator: ", "))]"
            column = conditions.first?.field.value ?? ""
        case .notBefore(let day, let tableName, let by):
            let table = try table(tableName)
            guard let opened = table.column("opened_on") else {
                throw TransformationError(location: tableName.location, message: "the table has no column `opened_on`")
            }
            let days = try table.rows.enumerated().map { row, cells in
                guard let date = CivilDate(cells[opened]) else {
                    throw TransformationError(
                        location: SourceLocation(file: table.file, line: table.lines[row], column: 1),
                        message: "`\(cells[opened])` is no day; write it as 2024-12-31")
                }
                return Int64(date.dateKey)
            }
            rule = .notBefore(day: try index(day), by: try by.map(index), try combinations(by, table), days: days)
            text = "not_before: \(day.value), in: \(tableName.value)"
            column = day.value
        }
        severity = definition.severity == .warn ? .warn : .reject
        let message = definition.message ?? Self.message(for: definition.rule)
        actionEnglish = message.english
        actionThai = message.thai
    }

    /// What is wrong and what to do, where the pipeline does not say it in its own words.
    private static func message(for rule: CheckDefinition.Rule) -> LocalizedText {
        switch rule {
        case .order:
            LocalizedText(
                english: "The days of this row are not in their order. Check them with the sender.",
                thai: "วันที่ในแถวนี้ไม่เรียงตามลำดับ โปรดตรวจสอบกับผู้ส่ง")
        case .allowed:
            LocalizedText(
                english:
                    "These values may not stand together. Check the codes with the sender, or add them to the table.",
                thai: "ค่าในแถวนี้ใช้ร่วมกันไม่ได้ โปรดตรวจสอบรหัสกับผู้ส่ง หรือเพิ่มในตาราง")
        case .notBefore:
            LocalizedText(
                english: "The day lies before the first possible one. Check it with the sender, or correct the table.",
                thai: "วันที่อยู่ก่อนวันแรกที่เป็นไปได้ โปรดตรวจสอบกับผู้ส่ง หรือแก้ไขตาราง")
        case .refuse:
            LocalizedText(
                english: "The values of this row exclude each other. Check them with the sender.",
                thai: "ค่าในแถวนี้ขัดแย้งกัน โปรดตรวจสอบกับผู้ส่ง")
        }
    }

    /// Applies the rule to every row that has not been refused.
    func apply(to typed: inout TypedBatch, _ batch: RecordBatch) {
        let broken = broken(typed)
        for row in broken.indices where broken[row] && typed.accepted[row] {
            if severity == .reject { typed.accepted[row] = false }
            typed.rejects.append(
                Reject(
                    place: Reject.Place(
                        line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row]),
                    column: column, rejectClass: .rule, severity: severity, rule: text, actionEnglish: actionEnglish,
                    actionThai: actionThai))
        }
    }

    /// Whether each row breaks the rule.
    private func broken(_ typed: TypedBatch) -> [Bool] {
        switch rule {
        case .order(let fields):
            var last = [Int64](repeating: .min, count: typed.rowCount)
            var broken = [Bool](repeating: false, count: typed.rowCount)
            for field in fields { Self.compare(typed.columns[field], &last, &broken) }
            return broken
        case .allowed(let fields, let combinations): return combinations.rows(of: typed, fields).map { $0 < 0 }
        case .refuse(let conditions):
            var meeting = [Bool](repeating: true, count: typed.rowCount)
            for (field, condition) in conditions { condition.narrow(&meeting, typed.columns[field]) }
            return meeting
        case .notBefore(let day, let by, let combinations, let days):
            let entries = combinations.rows(of: typed, by)
            let values = typed.columns[day].numbers
            return entries.indices.map { row in
                entries[row] >= 0 && values[row] > 0 && values[row] < days[Int(entries[row])]
            }
        }
    }

    /// Holds the values of a column against the last ones before it, and puts them in their place.
    private static func compare(_ column: TypedColumn, _ last: inout [Int64], _ broken: inout [Bool]) {
        // Members "missing" and "not applicable" are negative: a day that is not there breaks no order.
        let least = column.kind == .integer32 ? 1 : Int64.min
        let (present, numbers) = (column.present.span, column.numbers.span)
        var last = last.mutableSpan
        for row in last.indices where present[row] && numbers[row] >= least {
            if numbers[row] < last[row] { broken[row] = true }
            last[row] = numbers[row]
        }
    }
}
