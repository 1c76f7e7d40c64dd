package import Definitions

/// A column of a source that cannot become what the pipeline declares.
package struct ColumnMisfit: Sendable {
    package let location: SourceLocation
    package let message: String
    package let remedy: String
}

/// Holds the columns of a query against what they are to become, before any row moves.
///
/// - Parameter targets: the type of each field that is filled with values; nil for a member that is looked up.
package func misfits(
    of pipeline: PipelineDefinition, _ columns: [SourceColumn], targets: [String: ColumnTarget]
) -> [ColumnMisfit] {
    var found: [ColumnMisfit] = []
    let byName = Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for mapping in pipeline.columns {
        for name in mapping.from {
            guard let column = byName[name.value] else {
                let nearest = nearestWord(to: name.value, among: columns.map(\.name))
                found.append(
                    ColumnMisfit(
                        location: name.location, message: "the query has no column `\(name.value)`",
                        remedy: nearest.map { "did you mean `\($0)`?" }
                            ?? "add it to the query; it has \(columns.map(\.name).joined(separator: ", "))"))
                continue
            }
            guard let target = targets[mapping.target.value], let remedy = remedy(column, mapping, target) else {
                continue
            }
            found.append(
                ColumnMisfit(
                    location: name.location,
                    message:
                        "`\(column.name)` is \(column.typeName) in the source and cannot become `\(mapping.target.value)`, \(target.description)",
                    remedy: remedy))
        }
    }
    return found
}

/// What a source column is to become.
package enum ColumnTarget: Sendable, CustomStringConvertible {
    case member
    case day
    case value(ColumnType)

    package var description: String {
        switch self {
        case .member: "a key that is looked up"
        case .day: "a day"
        case .value(let type): "\(type)"
        }
    }
}

/// What is to be done about a column that cannot become what it should; nil when it can.
private func remedy(_ column: SourceColumn, _ mapping: ColumnMapping, _ target: ColumnTarget) -> String? {
    // To whoever reads them, both are texts.
    let column =
        column.kind == .paddedText ? SourceColumn(name: column.name, kind: .text, typeName: column.typeName) : column
    switch column.kind {
    case .other: return "cast it in the query to text, or to a type that has one notation"
    case .floating:
        return "cast it in the query to a decimal, such as numeric(14,2): a floating-point number is not exact"
    default: break
    }
    switch target {
    case .day, .value(.date): return dayRemedy(column, mapping)
    case .value(.timestamp): return timestampRemedy(column, mapping)
    case .value(.integer), .value(.bigint):
        switch column.kind {
        case .integer, .text, .decimal(scale: nil), .decimal(scale: 0): return nil
        default: return "take another column, or cast it in the query to a whole number"
        }
    case .value(.decimal(_, let scale)):
        switch column.kind {
        case .integer, .text, .decimal(scale: nil): return nil
        case .decimal(.some(let own)) where own <= scale: return nil
        case .decimal: return "declare the scale of the source, or round in the query: decimals would be lost"
        default: return "take another column, or cast it in the query to a decimal"
        }
    case .value(.boolean):
        switch column.kind {
        case .boolean, .text, .integer: return nil
        default: return "take another column, or compare in the query"
        }
    case .value(.text), .value(.pseudonym), .member:
        switch column.kind {
        case .text, .integer, .uuid, .boolean, .decimal: return nil
        case .date, .timestamp, .zonedTimestamp:
            return "write it as a text in the query, in the form that is wanted"
        case .paddedText, .floating, .other: return nil
        }
    }
}

/// Days of a database are of the common era already: read as Buddhist ones they would be converted twice (THAI.md).
private func dayRemedy(_ column: SourceColumn, _ mapping: ColumnMapping) -> String? {
    switch column.kind {
    case .text: nil
    case .date where mapping.calendar == .buddhist:
        "drop `calendar: buddhist`: a date of a database is of the common era already"
    case .date: mapping.date?.value == "yyyy-MM-dd" ? nil : "write `date: yyyy-MM-dd`, as a date of a database is read"
    case .timestamp, .zonedTimestamp:
        "cast it in the query to a date, in the time zone that decides the day"
    default: "take another column, or write it as a text in the query"
    }
}

private func timestampRemedy(_ column: SourceColumn, _ mapping: ColumnMapping) -> String? {
    switch column.kind {
    case .text: nil
    case .timestamp, .zonedTimestamp:
        mapping.calendar == .buddhist
            ? "drop `calendar: buddhist`: a moment of a database is of the common era already"
            : mapping.date?.value == "yyyy-MM-dd HH:mm:ss"
                ? nil : "write `date: yyyy-MM-dd HH:mm:ss`, as a moment of a database is read"
    default: "take another column, or write it as a text in the query"
    }
}
