internal import Records

/// The fields of one row while they are written, digit by digit, into memory that is kept from row to row.
///
/// Whoever writes makes room first; what is written then needs no check and no call.
struct RowBytes: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity = 4096
    private(set) var count = 0

    init() { unsafe memory = .allocate(capacity: capacity) }

    deinit { unsafe memory.deallocate() }

    mutating func removeAll() { count = 0 }

    /// Makes room for so many bytes more.
    @inline(__always)
    mutating func makeRoom(_ bytes: Int) {
        if count + bytes > capacity { grow(count + bytes) }
    }

    private mutating func grow(_ needed: Int) {
        let larger = max(needed, 2 * capacity)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        unsafe new.update(from: memory, count: count)
        unsafe memory.deallocate()
        unsafe memory = new
        capacity = larger
    }

    /// Appends the row's bytes to a batch.
    borrowing func append(to batch: inout RecordBatch) {
        unsafe batch.bytes.append(contentsOf: UnsafeBufferPointer(start: memory, count: count))
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        unsafe memory[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        for byte in 0..<text.utf8CodeUnitCount { put(unsafe text.utf8Start[byte]) }
    }

    @inline(__always)
    mutating func put(_ bytes: borrowing Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe (memory + count).update(from: start, count: bytes.count)
        }
        count += bytes.count
    }

    /// Takes blanks off the end, as long as they are behind a place.
    mutating func dropBlanks(behind place: Int) {
        while count > place, unsafe memory[count - 1] == UInt8(ascii: " ") { count -= 1 }
    }

    /// Writes a whole number; it takes 20 bytes at most.
    @inline(__always)
    mutating func putDecimal(_ number: Int64) {
        let rest = number.magnitude
        if number < 0 { put(UInt8(ascii: "-")) }
        var digits = 1
        var power: UInt64 = 10
        while digits < 20, rest >= power {
            digits += 1
            power = digits < 20 ? power &* 10 : power
        }
        putDigits(rest, digits)
    }

    /// Writes a number that is not negative in so many digits.
    @inline(__always)
    mutating func putDigits(_ number: some BinaryInteger, _ digits: Int) {
        var rest = UInt64(truncatingIfNeeded: number)
        var place = count + digits
        count = place
        for _ in 0..<digits {
            place -= 1
            unsafe memory[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Writes a day of the Gregorian calendar as `yyyy-MM-dd`; years outside 0000…9999 have more digits or a sign.
    ///
    /// It takes 26 bytes at most.
    @inline(__always)
    mutating func putDay(daysSince2000 days: Int64) {
        // Days in eras of 400 years that begin in March, so that the leap day is the last one (H. Hinnant,
        // "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
        let shifted = days + 730_425
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        if (0...9999).contains(year) { putDigits(year, 4) } else { putDecimal(year) }
        put(UInt8(ascii: "-"))
        putDigits(month, 2)
        put(UInt8(ascii: "-"))
        putDigits(day, 2)
    }

    /// Writes a moment as `yyyy-MM-dd HH:mm:ss`; what is below a second is cut off.
    ///
    /// It takes 35 bytes at most.
    mutating func putMoment(microsecondsSince2000 microseconds: Int64) {
        let perDay: Int64 = 86_400_000_000
        var (days, rest) = microseconds.quotientAndRemainder(dividingBy: perDay)
        if rest < 0 { (days, rest) = (days - 1, rest + perDay) }
        putDay(daysSince2000: days)
        let second = Int(rest / 1_000_000)
        put(UInt8(ascii: " "))
        putDigits(second / 3600, 2)
        put(UInt8(ascii: ":"))
        putDigits(second / 60 % 60, 2)
        put(UInt8(ascii: ":"))
        putDigits(second % 60, 2)
    }

    /// Writes the sixteen bytes of a UUID as RFC 9562 does, in 36 bytes.
    mutating func putIdentifier(_ value: borrowing Span<UInt8>) {
        func digit(_ value: UInt8) -> UInt8 {
            value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
        }
        for index in 0..<min(value.count, 16) {
            if index == 4 || index == 6 || index == 8 || index == 10 { put(UInt8(ascii: "-")) }
            put(digit(value[index] >> 4))
            put(digit(value[index] & 15))
        }
    }
}
