internal import CLibPQ

/// The rows of a finished query, all in memory; values are read as text.
@safe package struct ResultTable: ~Copyable {
    private let handle: OpaquePointer
    package let rowCount: Int
    package let columnCount: Int

    init(owning handle: OpaquePointer) {
        unsafe self.handle = handle
        rowCount = unsafe Int(PQntuples(handle))
        columnCount = unsafe Int(PQnfields(handle))
    }

    deinit { unsafe PQclear(handle) }

    package func columnName(_ column: Int) -> String {
        guard let name = unsafe PQfname(handle, Int32(column)) else { return "" }
        return unsafe String(cString: name)
    }

    /// The type's object identifier in the server.
    package func columnType(_ column: Int) -> UInt32 { unsafe PQftype(handle, Int32(column)) }

    /// What the column says of its type beyond the type, such as a decimal's scale; -1 when nothing.
    package func columnTypeModifier(_ column: Int) -> Int32 { unsafe PQfmod(handle, Int32(column)) }

    /// The text of a value, nil for NULL.
    package func text(_ row: Int, _ column: Int) -> String? {
        guard unsafe PQgetisnull(handle, Int32(row), Int32(column)) == 0,
            let value = unsafe PQgetvalue(handle, Int32(row), Int32(column))
        else { return nil }
        return unsafe String(cString: value)
    }

    /// The value as a whole number, nil for NULL and for anything that is not one.
    package func int64(_ row: Int, _ column: Int) -> Int64? { text(row, column).flatMap { Int64($0) } }

    package func int(_ row: Int, _ column: Int) -> Int? { text(row, column).flatMap { Int($0) } }

    package func bool(_ row: Int, _ column: Int) -> Bool? { text(row, column).map { $0 == "t" } }

    /// Appends the bytes of a value to a buffer.
    ///
    /// - Returns: false for NULL.
    package func append(_ row: Int, _ column: Int, to buffer: inout [UInt8]) -> Bool {
        guard unsafe PQgetisnull(handle, Int32(row), Int32(column)) == 0,
            let value = unsafe PQgetvalue(handle, Int32(row), Int32(column))
        else { return false }
        let length = unsafe Int(PQgetlength(handle, Int32(row), Int32(column)))
        unsafe value.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            unsafe buffer.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
        }
        return true
    }
}
