package import Definitions

/// A column of a source that cannot become what the pipeline declares.
package struct ColumnMisfit: Sendable {
    package let location: SourceLocation
    package let message: String
    package let remedy: String
}

/// Holds the columns of a query against what they are to become, before any row moves.
func misfits(of columns: [SourceColumn], _ demands: [ColumnDemand]) -> [ColumnMisfit] {
    let byName = Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return demands.compactMap { demand in
        guard let column = byName[demand.column.value] else {
            let nearest = nearestWord(to: demand.column.value, among: columns.map(\.name))
            return ColumnMisfit(
                location: demand.column.location, message: "the query has no column `\(demand.column.value)`",
                remedy: nearest.map { "did you mean `\($0)`?" }
                    ?? "add it to the query; it has \(columns.map(\.name).joined(separator: ", "))")
        }
        guard let remedy = remedy(column, demand) else { return nil }
        return ColumnMisfit(
            location: demand.column.location,
            message:
                "`\(column.name)` is \(column.typeName) in the source and cannot become `\(demand.target)`, \(demand.use)",
            remedy: remedy)
    }
}

extension ColumnDemand.Use: CustomStringConvertible {
    package var description: String {
        switch self {
        case .value(let type): "\(type)"
        case .day: "a day"
        case .key: "a key that is looked up"
        case .identifier: "a personal identifier"
        }
    }
}

/// What is to be done about a column that cannot become what it should; nil when it can.
private func remedy(_ column: SourceColumn, _ demand: ColumnDemand) -> String? {
    // To whoever reads them, both are texts.
    let column =
        column.kind == .paddedText ? SourceColumn(name: column.name, kind: .text, typeName: column.typeName) : column
    switch column.kind {
    case .other: return "cast it in the query to text, or to a type that has one notation"
    case .floating:
        return "cast it in the query to a decimal, such as numeric(14,2): a floating-point number is not exact"
    default: break
    }
    switch demand.use {
    case .day, .value(.date): return dayRemedy(column, demand)
    case .value(.timestamp): return timestampRemedy(column, demand)
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
    case .value(.text), .value(.pseudonym), .key, .identifier:
        switch column.kind {
        case .text, .integer, .uuid, .boolean, .decimal: return nil
        case .date, .timestamp, .zonedTimestamp:
            return "write it as a text in the query, in the form that is wanted"
        case .paddedText, .floating, .other: return nil
        }
    }
}

/// Days of a database are of the common era already: read as Buddhist ones they would be converted twice (THAI.md).
private func dayRemedy(_ column: SourceColumn, _ demand: ColumnDemand) -> String? {
    switch column.kind {
    case .text: nil
    case .date where demand.calendar == .buddhist:
        "drop `calendar: buddhist`: a date of a database is of the common era already"
    case .date: demand.form?.value == "yyyy-MM-dd" ? nil : "write `date: yyyy-MM-dd`, as a date of a database is read"
    case .timestamp, .zonedTimestamp:
        "cast it in the query to a date, in the time zone that decides the day"
    default: "take another column, or write it as a text in the query"
    }
}

private func timestampRemedy(_ column: SourceColumn, _ demand: ColumnDemand) -> String? {
    switch column.kind {
    case .text: nil
    case .timestamp, .zonedTimestamp:
        demand.calendar == .buddhist
            ? "drop `calendar: buddhist`: a moment of a database is of the common era already"
            : demand.form?.value == "yyyy-MM-dd HH:mm:ss"
                ? nil : "write `date: yyyy-MM-dd HH:mm:ss`, as a moment of a database is read"
    default: "take another column, or write it as a text in the query"
    }
}
