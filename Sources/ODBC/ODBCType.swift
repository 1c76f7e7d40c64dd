internal import CLibODBC

/// The type of a column as a driver describes it.
package enum ODBCType: Hashable, Sendable, CustomStringConvertible {
    case integer
    /// Digits in all and after the point.
    case decimal(precision: Int, scale: Int)
    /// Binary floating point, in which most decimals have no exact value.
    case floating
    /// At most so many characters; nil when the driver does not say, or says too many to reserve.
    ///
    /// A padded text has blanks at its end that mean nothing.
    case text(characters: Int?, isPadded: Bool)
    case date
    case time
    case timestamp
    case boolean
    case binary
    /// A globally unique identifier.
    case guid
    /// One of a driver's own, or one that nothing here can hold, by its number.
    case other(Int)

    /// A text of more characters is fetched by itself, in pieces.
    static let longestBoundText = 4000

    init(code: SQLSMALLINT, size: Int, scale: Int) {
        switch Int32(code) {
        case SQL_TINYINT, SQL_SMALLINT, SQL_INTEGER, SQL_BIGINT: self = .integer
        case SQL_DECIMAL, SQL_NUMERIC: self = .decimal(precision: size, scale: scale)
        case SQL_REAL, SQL_FLOAT, SQL_DOUBLE: self = .floating
        case SQL_CHAR, SQL_WCHAR: self = .text(characters: Self.bound(size), isPadded: true)
        case SQL_VARCHAR, SQL_WVARCHAR, SQL_LONGVARCHAR, SQL_WLONGVARCHAR:
            self = .text(characters: Self.bound(size), isPadded: false)
        case SQL_TYPE_DATE, SQL_DATE: self = .date
        case SQL_TYPE_TIME, SQL_TIME: self = .time
        case SQL_TYPE_TIMESTAMP, SQL_TIMESTAMP: self = .timestamp
        case SQL_BIT: self = .boolean
        case SQL_BINARY, SQL_VARBINARY, SQL_LONGVARBINARY: self = .binary
        case SQL_GUID: self = .guid
        default: self = .other(Int(code))
        }
    }

    private static func bound(_ size: Int) -> Int? { (1...longestBoundText).contains(size) ? size : nil }

    package var description: String {
        switch self {
        case .integer: "an integer"
        case .decimal(let precision, let scale): "a decimal(\(precision),\(scale))"
        case .floating: "a binary floating-point number"
        case .text: "a text"
        case .date: "a date"
        case .time: "a time of day"
        case .timestamp: "a timestamp"
        case .boolean: "a truth value"
        case .binary: "binary"
        case .guid: "a GUID"
        case .other(let code): "of ODBC type \(code), which cannot be read"
        }
    }
}

/// A column of a query's result.
package struct ODBCColumn: Sendable {
    package let name: String
    package let type: ODBCType
    /// Whether the database promises that no value is missing.
    package let isNeverNull: Bool
    /// How many characters or digits a value has, and how many behind the point, as the driver says.
    let digits: (size: Int, scale: Int)

    package init(
        name: String, type: ODBCType, isNeverNull: Bool = false, digits: (size: Int, scale: Int) = (0, 0)
    ) {
        self.name = name
        self.type = type
        self.isNeverNull = isNeverNull
        self.digits = digits
    }
}
