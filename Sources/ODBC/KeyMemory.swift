internal import CLibODBC

/// The key of a row, kept as the driver gave it, so that it goes back to the database as it came.
@safe struct KeyMemory: ~Copyable {
    private struct Column {
        let source: RowBlock.Column
        let type: SQLSMALLINT
        let size: Int
        let scale: Int
        let value: Int
        let length: Int
    }

    private let memory: UnsafeMutableRawPointer
    private let columns: [Column]

    /// - Parameters:
    ///   - keys: the columns of the key.
    ///   - block: where the driver puts their values.
    init(_ keys: some Sequence<ODBCColumn>, in block: borrowing RowBlock) {
        var size = 0
        func reserve(_ count: Int) -> Int {
            defer { size = (size + count + 7) & ~7 }
            return size
        }
        let bound = block.columns + block.hidden
        columns = keys.enumerated().compactMap { place, key in
            guard let source = bound.first(where: { $0.place == place }) else { return nil }
            return Column(
                source: source, type: source.form.parameterType, size: max(1, key.digits.size),
                scale: key.digits.scale, value: reserve(source.width), length: reserve(8))
        }
        unsafe memory = .allocate(byteCount: max(8, size), alignment: 16)
    }

    deinit { unsafe memory.deallocate() }

    /// Whether all columns of the key can be kept.
    func isWhole(_ width: Int) -> Bool { columns.count == width }

    /// Keeps the key of a row.
    ///
    /// - Returns: false when a part of it is NULL or was cut.
    func take(_ row: Int, of block: borrowing RowBlock) -> Bool {
        for column in columns {
            let length = unsafe (block.memory + column.source.lengths).load(fromByteOffset: row * 8, as: SQLLEN.self)
            let terminator = column.source.form.terminatorBytes
            guard length >= 0, terminator == 0 || length <= column.source.width - terminator else { return false }
            let value = unsafe block.memory + column.source.values + row * column.source.width
            unsafe (memory + column.value).copyMemory(from: value, byteCount: column.source.width)
            unsafe (memory + column.length).storeBytes(
                of: terminator == 0 ? column.source.width : length, as: SQLLEN.self)
        }
        return true
    }

    /// Tells a statement where its parameters are.
    ///
    /// - Parameter places: the column of the key for each.
    /// - Returns: false when the driver refuses, and then says why.
    @unsafe func bind(_ places: some Sequence<Int>, to statement: SQLHANDLE) -> Bool {
        for (number, place) in places.enumerated() {
            let column = columns[place]
            let result = unsafe SQLBindParameter(
                statement, SQLUSMALLINT(number + 1), SQLSMALLINT(SQL_PARAM_INPUT), column.source.form.code,
                column.type, SQLULEN(column.size), SQLSMALLINT(clamping: column.scale), memory + column.value,
                column.source.width, (memory + column.length).assumingMemoryBound(to: SQLLEN.self))
            guard succeeded(result) else { return false }
        }
        return true
    }
}

extension CellForm {
    /// The type of a parameter that a value is given for in this form.
    fileprivate var parameterType: SQLSMALLINT {
        switch self {
        case .wide: SQLSMALLINT(SQL_WVARCHAR)
        case .narrow: SQLSMALLINT(SQL_VARCHAR)
        case .number: SQLSMALLINT(SQL_DECIMAL)
        case .integer: SQLSMALLINT(SQL_BIGINT)
        case .date: SQLSMALLINT(SQL_TYPE_DATE)
        case .timestamp: SQLSMALLINT(SQL_TYPE_TIMESTAMP)
        case .boolean: SQLSMALLINT(SQL_BIT)
        }
    }
}
