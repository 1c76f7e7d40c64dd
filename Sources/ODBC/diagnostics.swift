internal import CLibODBC

/// Whether a call did what it should, perhaps with a remark; the macro SQL_SUCCEEDED, which Swift cannot import.
func succeeded(_ result: SQLRETURN) -> Bool { result == SQL_SUCCESS || result == SQL_SUCCESS_WITH_INFO }

/// What kind of thing an ODBC handle stands for.
enum HandleKind: SQLSMALLINT {
    case environment = 1
    case connection = 2
    case statement = 3
}

/// Collects what a handle says of the last call on it, without the secrets of its connection.
@unsafe func diagnosis(
    of handle: SQLHANDLE, _ kind: HandleKind, _ stage: ODBCError.Stage, secrets: Secrets, sql: String? = nil
) -> ODBCError {
    var state: String?
    var code: Int32?
    var messages: [String] = []
    var units = [SQLWCHAR](repeating: 0, count: 1024)
    var stateUnits = [SQLWCHAR](repeating: 0, count: 6)
    // Drivers put several remarks after the one that matters.
    for record in 1...3 as ClosedRange<SQLSMALLINT> {
        var number: SQLINTEGER = 0
        var length: SQLSMALLINT = 0
        let result = unsafe SQLGetDiagRecW(
            kind.rawValue, handle, record, &stateUnits, &number, &units, SQLSMALLINT(units.count), &length)
        guard succeeded(result) else { break }
        if record == 1 {
            state = String(decoding: stateUnits.prefix { $0 != 0 }, as: UTF16.self)
            code = number
        }
        let text = String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
        if !text.isEmpty, !messages.contains(text) { messages.append(text) }
    }
    let message = messages.isEmpty ? "the driver gives no reason" : messages.joined(separator: "; ")
    return ODBCError(stage, sqlState: state, nativeCode: code, message: secrets.hidden(in: message), sql: sql)
}

/// A text as ODBC's wide functions take it, ended by a zero.
func wideText(_ text: String) -> [SQLWCHAR] { Array(text.utf16) + [0] }
