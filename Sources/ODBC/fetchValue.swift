internal import CLibODBC

/// What came of fetching a value in pieces.
enum FetchedValue {
    case whole
    case null
    case tooLong
    case failed
}

/// How much of a value is asked for at a time, in bytes.
private let pieceBytes = 64 << 10

/// Fetches one value of the current row, however long it is.
///
/// SQLGetData, "Retrieving Variable-Length Data in Parts": as long as there is more, the call succeeds with a remark and
/// the buffer is full, up to the zero that ends it.
@unsafe func fetchValue(_ piece: PieceReader, of statement: SQLHANDLE, into value: inout [UInt8]) -> FetchedValue {
    let form = piece.form
    let terminator = form.terminatorBytes
    while value.count <= ODBCCursor.longestValue {
        let start = value.count
        value.append(contentsOf: repeatElement(0, count: pieceBytes))
        var length: SQLLEN = 0
        let result = unsafe value.withUnsafeMutableBytes { buffer -> SQLRETURN in
            guard let base = buffer.baseAddress else { return SQLRETURN(SQL_ERROR) }
            return unsafe SQLGetData(
                statement, SQLUSMALLINT(piece.place + 1), form.code, base + start, pieceBytes, &length)
        }
        // Nothing is left of a value whose last piece was full.
        if result == SQL_NO_DATA {
            value.removeLast(pieceBytes)
            return .whole
        }
        guard succeeded(result) else { return .failed }
        if length == SQL_NULL_DATA { return .null }
        let isPart = terminator > 0 && (length == SQL_NO_TOTAL || length > pieceBytes - terminator)
        guard isPart else {
            value.removeLast(pieceBytes - min(terminator > 0 ? length : pieceBytes, pieceBytes))
            return .whole
        }
        value.removeLast(terminator)
    }
    return .tooLong
}
