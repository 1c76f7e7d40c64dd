/// Writes bytes one behind the other into memory whose size its owner has seen to.
@unsafe struct ByteWriter {
    let start: UnsafeMutablePointer<UInt8>
    var count: Int

    /// Where the next byte goes.
    @inline(__always)
    var next: UnsafeMutablePointer<UInt8> { unsafe start + count }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        unsafe start[count] = byte
        unsafe count += 1
    }

    mutating func put(_ source: UnsafePointer<UInt8>, _ length: Int) {
        unsafe next.update(from: source, count: length)
        unsafe count += length
    }

    /// Two digits of a number below 100.
    @inline(__always)
    mutating func putTwo(_ number: Int) {
        unsafe put(0x30 + UInt8(truncatingIfNeeded: number / 10))
        unsafe put(0x30 + UInt8(truncatingIfNeeded: number % 10))
    }

    /// A number of any size, at most 20 bytes.
    mutating func putNumber(_ number: Int64) {
        if number < 0 { unsafe put(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let first = unsafe count
        repeat {
            unsafe put(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        var (low, high) = unsafe (first, count - 1)
        while low < high {
            let byte = unsafe start[low]
            unsafe start[low] = unsafe start[high]
            unsafe start[high] = byte
            low += 1
            high -= 1
        }
    }

    /// A day as `yyyy-MM-dd`.
    mutating func putDay(year: Int, month: Int, day: Int) {
        if (0...9999).contains(year) {
            unsafe putTwo(year / 100)
            unsafe putTwo(year % 100)
        } else {
            unsafe putNumber(Int64(year))
        }
        unsafe put(UInt8(ascii: "-"))
        unsafe putTwo(month % 100)
        unsafe put(UInt8(ascii: "-"))
        unsafe putTwo(day % 100)
    }

    /// A time of day as `HH:mm:ss`, with the decimals of its second unless they are zeros.
    mutating func putTime(hour: Int, minute: Int, second: Int, billionths: UInt32) {
        unsafe putTwo(hour % 100)
        unsafe put(UInt8(ascii: ":"))
        unsafe putTwo(minute % 100)
        unsafe put(UInt8(ascii: ":"))
        unsafe putTwo(second % 100)
        guard billionths > 0 else { return }
        unsafe put(UInt8(ascii: "."))
        var rest = billionths % 1_000_000_000
        while rest > 0 {
            unsafe put(0x30 + UInt8(truncatingIfNeeded: rest / 100_000_000))
            rest = rest % 100_000_000 * 10
        }
    }
}
