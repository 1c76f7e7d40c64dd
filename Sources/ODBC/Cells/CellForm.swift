internal import CLibODBC

/// The form in which a driver is asked for the values of a column.
enum CellForm: Equatable {
    /// UTF-16, so that it does not matter which code page the driver works in.
    case wide(isPadded: Bool)
    /// The driver's own bytes, which must be UTF-8.
    case narrow(isPadded: Bool)
    /// A number written out in ASCII.
    case number
    case integer
    case date
    case timestamp
    case boolean

    init(_ type: ODBCType, of system: DatabaseSystem) {
        let text = { (isPadded: Bool) -> CellForm in
            system.hasNarrowTexts ? .narrow(isPadded: isPadded) : .wide(isPadded: isPadded)
        }
        switch type {
        case .text(_, let isPadded): self = text(isPadded)
        case .integer where !system.hasLooseTypes: self = .integer
        case .date where !system.hasLooseTypes: self = .date
        case .timestamp where !system.hasLooseTypes: self = .timestamp
        case .boolean where !system.hasLooseTypes: self = .boolean
        case .decimal where !system.hasLooseTypes: self = .number
        case .integer, .decimal, .date, .timestamp, .boolean, .floating, .time, .binary, .guid, .other:
            self = text(false)
        }
    }

    var code: SQLSMALLINT {
        switch self {
        case .wide: SQLSMALLINT(SQL_C_WCHAR)
        case .narrow, .number: SQLSMALLINT(SQL_C_CHAR)
        case .integer: SQLSMALLINT(SQL_C_SBIGINT)
        case .date: SQLSMALLINT(SQL_C_TYPE_DATE)
        case .timestamp: SQLSMALLINT(SQL_C_TYPE_TIMESTAMP)
        case .boolean: SQLSMALLINT(SQL_C_BIT)
        }
    }

    /// How many bytes a value may take in memory, with the zero that ends a text; nil when it is fetched in pieces.
    func width(_ type: ODBCType, of system: DatabaseSystem) -> Int? {
        switch self {
        // A character beyond the first 65,536 takes two units.
        case .wide:
            Self.characters(type).map { ($0 * 2 + 1) * 2 }
        case .narrow:
            // A described length binds nobody where types are loose.
            Self.characters(type).map { max($0 * 4, system.hasLooseTypes ? Self.looseBytes : 0) + 1 }
        case .number:
            if case .decimal(let precision, _) = type { max(precision, 40) + 8 } else { 48 }
        case .integer: 8
        case .date: MemoryLayout<SQL_DATE_STRUCT>.size
        case .timestamp: MemoryLayout<SQL_TIMESTAMP_STRUCT>.size
        case .boolean: 1
        }
    }

    private static let looseBytes = 256

    private static func characters(_ type: ODBCType) -> Int? {
        if case .text(let characters, _) = type { return characters }
        return 64
    }

    /// How many bytes the zero takes that ends a text; none for values of a fixed size.
    var terminatorBytes: Int {
        switch self {
        case .wide: 2
        case .narrow, .number: 1
        case .integer, .date, .timestamp, .boolean: 0
        }
    }

    /// How many bytes a value of some width becomes at most.
    func room(_ width: Int) -> Int {
        switch self {
        case .wide: width / 2 * 3
        case .narrow, .number: width
        case .integer: 20
        case .date: 16
        case .timestamp: 40
        case .boolean: 1
        }
    }
}
