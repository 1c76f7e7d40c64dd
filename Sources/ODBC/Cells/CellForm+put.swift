internal import CLibODBC

extension CellForm {
    /// Writes a value that is there and is whole.
    ///
    /// - Parameters:
    ///   - length: how many bytes a text takes.
    ///   - shift: is applied to timestamps.
    ///   - writer: has room for what `room` says.
    @inline(__always)
    @unsafe func put(
        _ value: UnsafeRawPointer, length: Int, shift: borrowing MomentShift?, into writer: inout ByteWriter
    ) throws(TextFault) {
        switch self {
        case .wide(let isPadded):
            let units = unsafe value.assumingMemoryBound(to: UInt16.self)
            var count = length / 2
            if isPadded { while count > 0, unsafe units[count - 1] == 0x20 { count -= 1 } }
            unsafe writer.count += try copyUTF16(units, count, to: writer.next)
        case .narrow(let isPadded):
            let bytes = unsafe value.assumingMemoryBound(to: UInt8.self)
            var count = length
            if isPadded { while count > 0, unsafe bytes[count - 1] == 0x20 { count -= 1 } }
            unsafe writer.count += try copyUTF8(bytes, count, to: writer.next)
        case .number: unsafe writer.put(value.assumingMemoryBound(to: UInt8.self), length)
        case .integer: unsafe writer.putNumber(value.load(as: Int64.self))
        case .boolean: unsafe writer.put(value.load(as: UInt8.self) == 0 ? 0x30 : 0x31)
        case .date:
            let date = unsafe value.load(as: SQL_DATE_STRUCT.self)
            unsafe writer.putDay(year: Int(date.year), month: Int(date.month), day: Int(date.day))
        case .timestamp: unsafe putMoment(value.load(as: SQL_TIMESTAMP_STRUCT.self), shift, into: &writer)
        }
    }
}

/// Writes a timestamp, by the clock that a shift leads to.
@unsafe func putMoment(_ moment: SQL_TIMESTAMP_STRUCT, _ shift: borrowing MomentShift?, into writer: inout ByteWriter) {
    var (year, month, day) = (Int(moment.year), Int(moment.month), Int(moment.day))
    var (hour, minute, second) = (Int(moment.hour), Int(moment.minute), Int(moment.second))
    // MariaDB may hold days that are none; moved, they would become others.
    if let shift = copy shift, (1...12).contains(month), (1...31).contains(day),
        case let days = CivilDay.number(year: Int64(year), month: Int64(month), day: Int64(day)),
        CivilDay.parts(days) == (Int64(year), Int64(month), Int64(day))
    {
        let moved = shift.moved(days * 86_400 + Int64(hour * 3600 + minute * 60 + second))
        let (quotient, remainder) = moved.quotientAndRemainder(dividingBy: 86_400)
        let date = CivilDay.parts(remainder < 0 ? quotient - 1 : quotient)
        let clock = Int(remainder < 0 ? remainder + 86_400 : remainder)
        (year, month, day) = (Int(date.year), Int(date.month), Int(date.day))
        (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60)
    }
    unsafe writer.putDay(year: year, month: month, day: day)
    unsafe writer.put(0x20)
    unsafe writer.putTime(hour: hour, minute: minute, second: second, billionths: moment.fraction)
}

extension ODBCRowFault.Kind {
    init(_ fault: TextFault) {
        switch fault {
        case .unpaired(let unit): self = .unpairedUnit(unit)
        case .byte(let byte): self = .illFormedByte(byte)
        case .zero: self = .zeroCharacter
        }
    }
}
