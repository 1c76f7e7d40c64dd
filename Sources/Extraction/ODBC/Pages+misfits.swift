internal import Definitions
internal import ODBC

extension Pages {
    /// What speaks against asking for rows by these columns, before any of them moves.
    ///
    /// - Parameter emptyRows: in how many rows a column is empty.
    func misfits(of columns: [ODBCColumn], in system: DatabaseSystem, emptyRows: [String: Int]) -> [ColumnMisfit] {
        guard !system.hasLooseTypes else {
            return [
                ColumnMisfit(
                    location: location, message: "the driver hands rows on as they come, so pages are of no use",
                    remedy: "drop `pages`")
            ]
        }
        return by.compactMap { name in
            let matches = columns.filter { $0.name == name.value }
            guard let column = matches.first else {
                let nearest = nearestWord(to: name.value, among: columns.map(\.name))
                return ColumnMisfit(
                    location: name.location, message: "the query has no column `\(name.value)`",
                    remedy: nearest.map { "did you mean `\($0)`? Names are told apart by case" }
                        ?? "add it to the query, or name another")
            }
            guard matches.count == 1 else {
                return ColumnMisfit(
                    location: name.location, message: "the query has \(matches.count) columns `\(name.value)`",
                    remedy: "give each a name of its own with `as`")
            }
            guard column.type.isComparable else {
                return ColumnMisfit(
                    location: name.location,
                    message: "`\(name.value)` is \(column.type), by which rows cannot be asked for in pages",
                    remedy: "name columns of whole numbers, decimals, short texts, dates or timestamps")
            }
            if let rows = emptyRows[name.value], rows > 0 {
                return ColumnMisfit(
                    location: name.location,
                    message: "`\(name.value)` is empty in \(rows) rows of the source, which would be lost",
                    remedy: "name columns that are declared `not null`, such as those of the primary key")
            }
            return nil
        }
    }
}

extension ODBCType {
    /// Whether a value goes back to the database exactly as it came.
    var isComparable: Bool {
        switch self {
        case .integer, .decimal, .date, .timestamp, .boolean, .guid: true
        case .text(let characters, _): characters != nil
        case .floating, .time, .binary, .other: false
        }
    }
}
