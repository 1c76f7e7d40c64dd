internal import CLibPQ

/// Sends the data of a COPY that is under way.
@safe package struct CopyWriter: ~Copyable {
    private let handle: OpaquePointer
    private let sql: String

    fileprivate init(_ handle: OpaquePointer, _ sql: String) {
        unsafe self.handle = handle
        self.sql = sql
    }

    /// Sends bytes in the format that the COPY statement names; any cut between messages is fine.
    package func send(_ bytes: borrowing Span<UInt8>) throws(PostgresError) {
        let status = unsafe bytes.withUnsafeBytes { buffer -> Int32 in
            guard let base = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return 1 }
            return unsafe PQputCopyData(handle, base, Int32(buffer.count))
        }
        guard status == 1 else {
            throw unsafe PostgresError(
                .copy, message: Connection.message(of: handle), sql: sql,
                isConnectionLost: PQstatus(handle) == CONNECTION_BAD)
        }
    }
}

extension CopyWriter {
    /// Sends bytes in messages of at most so many: libpq keeps a copy of a message until the server has taken it.
    package func send(_ bytes: borrowing Span<UInt8>, inPiecesOf size: Int) throws(PostgresError) {
        var start = 0
        while start < bytes.count {
            let end = min(start + size, bytes.count)
            try send(bytes.extracting(start..<end))
            start = end
        }
    }
}

extension Connection {
    /// Runs `COPY … FROM STDIN`, lending a writer; a throw in the body cancels the COPY and wins.
    ///
    /// - Returns: how many rows the server took.
    package borrowing func copyIn(_ sql: String, _ body: (borrowing CopyWriter) throws -> Void) throws -> Int {
        let start = try unsafe checked(PQexec(handle, sql), sql, .copy)
        unsafe PQclear(start)
        let writer = unsafe CopyWriter(handle, sql)
        do {
            try body(writer)
        } catch {
            _ = unsafe PQputCopyEnd(handle, "the sender gave up")
            let server = finishCopy(sql)
            // The server's own reason, such as a full disk, explains a failed send best; without a code it is not the
            // server that speaks, but libpq of a connection that is gone, and the first error says more.
            if case .failure(let reason) = server, error is PostgresError, let state = reason.sqlState, state != "57014"
            {
                throw reason
            }
            throw error
        }
        guard unsafe PQputCopyEnd(handle, nil) == 1 else {
            throw unsafe PostgresError(
                .copy, message: Self.message(of: handle), sql: sql, isConnectionLost: isLost)
        }
        return try finishCopy(sql).get()
    }

    private borrowing func finishCopy(_ sql: String) -> Result<Int, PostgresError> {
        var outcome: Result<Int, PostgresError> = .success(0)
        while let result = unsafe PQgetResult(handle) {
            do throws(PostgresError) {
                let result = try unsafe checked(result, sql, .copy)
                if let text = unsafe PQcmdTuples(result) { outcome = unsafe .success(Int(String(cString: text)) ?? 0) }
                unsafe PQclear(result)
            } catch {
                outcome = .failure(error)
            }
        }
        return outcome
    }

    /// Starts `COPY … TO STDOUT`; its data is then taken by `readCopy` until that returns false.
    package borrowing func beginCopyOut(_ sql: String) throws(PostgresError) {
        let start = try unsafe checked(PQexec(handle, sql), sql, .copy)
        unsafe PQclear(start)
    }

    /// Lends the next message of a COPY; in the text format and in the binary one it holds one row.
    ///
    /// - Returns: false when the COPY has ended well.
    package borrowing func readCopy(_ body: (borrowing Span<UInt8>) throws -> Void) throws -> Bool {
        var buffer: UnsafeMutablePointer<CChar>? = nil
        let length = unsafe PQgetCopyData(handle, &buffer, 0)
        guard length > 0, let message = unsafe buffer else {
            _ = try finishCopy("copy to stdout").get()
            return false
        }
        defer { unsafe PQfreemem(message) }
        let bytes = unsafe UnsafeRawBufferPointer(start: message, count: Int(length))
        try unsafe bytes.withMemoryRebound(to: UInt8.self) { try unsafe body($0.span) }
        return true
    }

    /// What another thread needs to stop this connection's work.
    package borrowing func cancellation() -> Cancellation? {
        unsafe PQgetCancel(handle).map { unsafe Cancellation($0) }
    }
}
