internal import CLibODBC

extension ODBCCursor {
    /// Has the database look at a query that is asked for page by page.
    package static func prepare(_ query: PagedQuery, on connection: ODBCConnection) throws(ODBCError) -> ODBCCursor {
        let turn = PageTurn(query)
        var cursor = try prepare(query.first(turn.limit), on: connection)
        cursor.turn = turn
        return cursor
    }

    /// Keeps the key of the last row that was fetched, behind which the next page begins.
    mutating func keepKey(bytes: Int) throws(ODBCError) {
        guard turn != nil else { return }
        let rows = block.fetchedRows
        turn?.count(rows: rows, bytes: bytes)
        guard rows > 0, turn?.isFull == true else { return }
        guard !block.isBroken(rows - 1), key.take(rows - 1, of: block) else {
            throw ODBCError(
                .page, message: "row \(row) ends a page, and its key is missing or cannot be read", sql: sql)
        }
    }

    /// Asks for the next page.
    ///
    /// - Returns: false when the last one was not full, so that there is none.
    mutating func turnPage() throws(ODBCError) -> Bool {
        guard var next = turn, next.isFull else { return false }
        _ = unsafe SQLFreeStmt(statement, SQLUSMALLINT(SQL_CLOSE))
        try requireUniqueKey(next.query)
        try requireWanted()
        let isOther = next.begin()
        if isOther || !isBehind {
            try exchange(sql: next.query.next(next.limit), parameters: next.query.parameters)
            isBehind = true
        }
        turn = next
        try run()
        return true
    }

    /// What has the same key as the last row of a page would be missing from the next one.
    private mutating func requireUniqueKey(_ query: PagedQuery) throws(ODBCError) {
        try requireWanted()
        let page = unsafe statement
        let handle = try unsafe connection.openStatement()
        _ = unsafe cancellation.follow(handle)
        defer { unsafe connection.free(handle, thenWatching: page, cancellation) }
        var text = wideText(query.count)
        var count: Int64 = 0
        var length: SQLLEN = 0
        guard succeeded(watch.call { unsafe SQLPrepareW(handle, &text, SQLINTEGER(text.count - 1)) }),
            unsafe key.bind(0..<query.keyWidth, to: handle),
            succeeded(watch.call { unsafe SQLExecute(handle) }),
            succeeded(watch.call { unsafe SQLFetch(handle) }),
            unsafe succeeded(SQLGetData(handle, 1, SQLSMALLINT(SQL_C_SBIGINT), &count, 8, &length))
        else {
            throw unsafe failure(.fetch, of: handle, query.count)
        }
        // None is left where another has deleted it meanwhile.
        guard count <= 1 else {
            throw ODBCError(
                .page, message: "\(count) rows have the key of row \(row), which ends a page; some would be lost",
                sql: query.count)
        }
    }
}
