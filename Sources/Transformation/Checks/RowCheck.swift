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
        actionEnglish =
            definition.message?.english ?? "The values of this row do not go together. Check them with the sender."
        actionThai = definition.message?.thai ?? "ค่าในแถวนี้ขัดแย้งกัน โปรดตรวจสอบกับผู้ส่ง"
    }

    /// Applies the rule to every row that has not been refused.
    func apply(to typed: inout TypedBatch, _ batch: RecordBatch) {
        for row in 0..<typed.rowCount where typed.accepted[row] && breaks(typed, row) {
            if severity == .reject { typed.accepted[row] = false }
            typed.rejects.append(
                Reject(
                    place: Reject.Place(
                        line: batch.lines[row], byteOffset: batch.offsets[row], byteLength: batch.lengths[row]),
                    column: column, rejectClass: .rule, severity: severity, rule: text, actionEnglish: actionEnglish,
                    actionThai: actionThai))
        }
    }

    private func breaks(_ typed: TypedBatch, _ row: Int) -> Bool {
        switch rule {
        case .order(let fields):
            var last = Int64.min
            for field in fields {
                let column = typed.columns[field]
                // Members "missing" and "not applicable" are negative: a day that is not there breaks no order.
                guard column.present[row], column.kind != .integer32 || column.numbers[row] > 0 else { continue }
                if column.numbers[row] < last { return true }
                last = column.numbers[row]
            }
            return false
        case .allowed(let fields, let combinations):
            return combinations.row(of: typed, row, fields) == nil
        case .refuse(let conditions):
            return conditions.allSatisfy { $0.condition.holds(typed.columns[$0.field], row) }
        case .notBefore(let day, let by, let combinations, let days):
            guard let entry = combinations.row(of: typed, row, by) else { return false }
            let value = typed.columns[day].numbers[row]
            return value > 0 && value < days[entry]
        }
    }
}

/// The rows of a reference table by the member keys of this run, as a tree over the columns.
struct KeyCombinations {
    private struct Step: Hashable {
        let node: Int32
        let key: Int64
    }

    private var fields: [ComparedField]
    private var steps: [Step: Int32] = [:]
    private var rows: [Int32: Int] = [:]

    init(
        _ table: ReferenceTable, columns: [String], fields: [TargetField], _ members: Transformer.Members
    ) throws {
        self.fields = fields.map { ComparedField($0) }
        var nodes: Int32 = 0
        let places = columns.compactMap { table.column($0) }
        for (number, cells) in table.rows.enumerated() {
            let location = SourceLocation(file: table.file, line: table.lines[number], column: 1)
            var frontier: [Int32] = [0]
            for (field, place) in places.enumerated() {
                let keys =
                    cells[place].isEmpty ? [] : try self.fields[field].keys(of: cells[place], at: location, members)
                var next: [Int32] = []
                for node in frontier {
                    for key in keys {
                        let step = Step(node: node, key: key)
                        if steps[step] == nil {
                            nodes += 1
                            steps[step] = nodes
                        }
                        if let child = steps[step] { next.append(child) }
                    }
                }
                frontier = next
            }
            for node in frontier { rows[node] = number }
        }
    }

    /// The table's row that a fact row matches, nil when none does.
    ///
    /// - Parameter places: the fact's fields in the order of the table's columns.
    func row(of typed: TypedBatch, _ row: Int, _ places: [Int]) -> Int? {
        var node: Int32 = 0
        for (field, place) in places.enumerated() {
            guard let key = fields[field].key(typed.columns[place], row), let next = steps[Step(node: node, key: key)]
            else { return nil }
            node = next
        }
        return rows[node]
    }
}
