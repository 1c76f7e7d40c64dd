internal import CLibODBC

/// The memory that a driver writes a block of rows into: one array of values and one of lengths per column.
@safe struct RowBlock: ~Copyable {
    /// Where the values of a bound column are, and how they are to be read.
    struct Column {
        /// The place of the column in the result, from 0.
        let place: Int
        let form: CellForm
        /// How many bytes a value has.
        let width: Int
        let values: Int
        let lengths: Int
    }

    /// How many bytes a block takes at most, unless a single row takes more; so few that a processor's cache holds them.
    private static let bytes = 256 << 10
    /// More rows than these save no further calls worth speaking of.
    private static let mostRows = 4096

    let memory: UnsafeMutableRawPointer
    let rowCapacity: Int
    let columns: [Column]
    /// The columns that are bound and not delivered.
    let hidden: [Column]
    /// How many bytes a row becomes at most.
    let rowRoom: Int
    /// Applied to timestamps.
    let shift: MomentShift?
    private let statuses: Int

    /// - Parameters:
    ///   - plans: the place, the form and the width of each bound column.
    ///   - hidden: the same of those that are not delivered.
    ///   - rowByRow: whether a block is one row.
    init(
        _ plans: [(place: Int, form: CellForm, width: Int)], hidden: [(place: Int, form: CellForm, width: Int)] = [],
        rowByRow: Bool, shift: MomentShift?
    ) {
        // Eight bytes of length and two of status go with the values.
        let rowBytes = (plans + hidden).reduce(2) { $0 + $1.width + 8 }
        let rows = rowByRow ? 1 : max(1, min(Self.mostRows, Self.bytes / rowBytes))
        var size = 8
        func reserve(_ count: Int) -> Int {
            defer { size = (size + count + 7) & ~7 }
            return size
        }
        statuses = reserve(rows * 2)
        let all = (plans + hidden).map { plan in
            Column(
                place: plan.place, form: plan.form, width: plan.width, values: reserve(rows * plan.width),
                lengths: reserve(rows * 8))
        }
        columns = Array(all.prefix(plans.count))
        self.hidden = Array(all.dropFirst(plans.count))
        self.shift = shift
        rowCapacity = rows
        rowRoom = plans.reduce(0) { $0 + $1.form.room($1.width) }
        unsafe memory = .allocate(byteCount: size, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    }

    deinit { unsafe memory.deallocate() }

    /// Tells a statement where to put its rows.
    ///
    /// - Returns: false when the driver refuses, and then says why.
    @unsafe func bind(_ statement: SQLHANDLE) -> Bool {
        func set(_ name: Int32, _ value: SQLPOINTER?) -> Bool {
            unsafe succeeded(SQLSetStmtAttrW(statement, name, value, 0))
        }
        guard unsafe set(SQL_ATTR_ROW_BIND_TYPE, attribute(Int(SQL_BIND_BY_COLUMN))),
            unsafe set(SQL_ATTR_ROW_ARRAY_SIZE, attribute(rowCapacity)),
            unsafe set(SQL_ATTR_ROWS_FETCHED_PTR, memory), unsafe set(SQL_ATTR_ROW_STATUS_PTR, memory + statuses)
        else { return false }
        for column in columns + hidden {
            let lengths = unsafe (memory + column.lengths).assumingMemoryBound(to: SQLLEN.self)
            let result = unsafe SQLBindCol(
                statement, SQLUSMALLINT(column.place + 1), column.form.code, memory + column.values, column.width,
                lengths)
            guard succeeded(result) else { return false }
        }
        return true
    }

    /// How many rows the driver has put there.
    var fetchedRows: Int { unsafe Int(memory.load(as: SQLULEN.self)) }

    /// Whether a row could not be given.
    func isBroken(_ row: Int) -> Bool {
        unsafe (memory + statuses).load(fromByteOffset: row * 2, as: SQLUSMALLINT.self) == SQL_ROW_ERROR
    }

    /// Reads a value of a row.
    ///
    /// - Returns: what is wrong with it, nil for a value that is well or NULL.
    @inline(__always)
    @unsafe func read(_ column: Column, _ row: Int, into writer: inout ByteWriter) -> ODBCRowFault.Kind? {
        let length = unsafe (memory + column.lengths).load(fromByteOffset: row * 8, as: SQLLEN.self)
        if length == SQL_NULL_DATA { return nil }
        let terminator = column.form.terminatorBytes
        if terminator > 0, length < 0 || length > column.width - terminator {
            return .longerThanDescribed(reserved: column.width - terminator)
        }
        do throws(TextFault) {
            let value = unsafe memory + column.values + row * column.width
            try unsafe column.form.put(value, length: length, shift: shift, into: &writer)
            return nil
        } catch {
            return ODBCRowFault.Kind(error)
        }
    }
}
