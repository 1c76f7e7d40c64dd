internal import Definitions
internal import ODBC

/// Holds the columns that a query gives against those that are declared, before any row moves.
///
/// A value that does not fit is a reject of its row. What is refused here are types of which no value fits, or which
/// would be altered on the way: binary floating point for anything, a time of day for a day, decimals that are cut.
struct ColumnFit {
    /// Why a column cannot be read as it is declared.
    struct Objection: Equatable {
        let location: SourceLocation
        let message: String
        let remedy: String
    }

    private let definition: DatabaseSourceDefinition
    private let movesMoments: Bool
    private let system: DatabaseSystem

    init(_ session: ODBCSession, system: DatabaseSystem) {
        self.init(session.definition, movesMoments: session.shift != nil, system: system)
    }

    /// - Parameter movesMoments: whether timestamps are moved from one time zone to another.
    init(_ definition: DatabaseSourceDefinition, movesMoments: Bool, system: DatabaseSystem) {
        self.definition = definition
        self.movesMoments = movesMoments
        self.system = system
    }

    /// What is wrong, in the order of what is demanded.
    func objections(to columns: [ODBCColumn], _ demands: [ColumnDemand]) -> [Objection] {
        demands.compactMap { demand in
            let matches = columns.filter { $0.name == demand.column.value }
            guard let column = matches.first else {
                let nearest = nearestWord(to: demand.column.value, among: columns.map(\.name))
                return Objection(
                    location: demand.column.location, message: "the query has no column `\(demand.column.value)`",
                    remedy: nearest.map { "did you mean `\($0)`? Names are told apart by case" }
                        ?? "add it to the query at \(definition.query.location), or drop it")
            }
            guard matches.count == 1 else {
                return Objection(
                    location: demand.column.location,
                    message: "the query has \(matches.count) columns `\(demand.column.value)`",
                    remedy: "give each a name of its own with `as` at \(definition.query.location)")
            }
            return objection(to: column, demand)
        }
    }

    private func objection(to column: ODBCColumn, _ demand: ColumnDemand) -> Objection? {
        func object(_ what: String, _ remedy: String) -> Objection {
            Objection(
                location: demand.column.location,
                message: "column `\(column.name)` is \(column.type), and `\(demand.target)` \(what)", remedy: remedy)
        }
        switch column.type {
        case .floating:
            return object(
                "must be exact", "cast it in the query to a decimal, such as `cast(\(column.name) as decimal(18,2))`")
        case .binary, .other: return object("is \(demand.name)", "cast it in the query to a text or a number")
        case .timestamp where movesMoments && system.hasLooseTypes:
            return object("is to be moved to another time zone", "move it in the query, and drop `time_zone`")
        case .integer, .decimal, .text, .date, .time, .timestamp, .boolean, .guid: break
        }
        // Replaced spellings are texts of any kind.
        if demand.isMapped { return nil }
        switch (demand.use, column.type) {
        case (_, .text): return nil
        case (.value(.decimal(_, let places)), .decimal(_, let scale)) where scale > places:
            return object(
                "has \(places) decimals", "round it in the query: `cast(\(column.name) as decimal(18,\(places)))`")
        case (.value(.decimal), .decimal), (.value(.text), .decimal): return nil
        case (_, .decimal(_, let scale)) where scale > 0:
            return object("is \(demand.name)", "cast it in the query to a whole number")
        case (.value(.integer), .integer), (.value(.integer), .decimal), (.value(.integer), .boolean),
            (.value(.bigint), .integer), (.value(.bigint), .decimal), (.value(.bigint), .boolean),
            (.value(.decimal), .integer),
            (.value(.boolean), .boolean), (.value(.boolean), .integer), (.value(.boolean), .decimal),
            (.value(.text), _), (.key, _), (.identifier, .integer), (.identifier, .decimal):
            return nil
        case (.day, .date), (.day, .timestamp), (.value(.date), .date), (.value(.date), .timestamp),
            (.value(.timestamp), .date), (.value(.timestamp), .timestamp):
            return objection(toForm: demand, of: column)
        // A day written as a number, such as 20240229.
        case (.day, .integer), (.day, .decimal), (.value(.date), .integer), (.value(.date), .decimal),
            (.value(.timestamp), .integer), (.value(.timestamp), .decimal):
            return nil
        default: return object("is \(demand.name)", "change the query, or the field's type")
        }
    }

    /// A date and a timestamp arrive in one form, which the mapping must name.
    private func objection(toForm demand: ColumnDemand, of column: ODBCColumn) -> Objection? {
        guard !system.hasLooseTypes, let form = demand.form else { return nil }
        let expected = column.type == .date ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss"
        guard form.value != expected else { return nil }
        return Objection(
            location: form.location,
            message: "column `\(column.name)` is \(column.type), which arrives as `\(expected)`",
            remedy: "write `date: \(expected)`")
    }
}

extension ColumnDemand {
    /// What the field is, for messages.
    fileprivate var name: String {
        switch use {
        case .value(let type): "of type \(type)"
        case .day: "a day"
        case .key: "a key"
        case .identifier: "a personal identifier"
        }
    }
}
