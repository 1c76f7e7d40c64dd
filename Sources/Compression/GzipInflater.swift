internal import CZlib

/// Unpacks gzip (RFC 1952) piece by piece, one member after the other.
///
/// zlib compares the checksum and the size at the end of each member with what it has given out.
@safe package struct GzipInflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    /// Whether a member has begun and not ended; a text that ends then has been cut off.
    package private(set) var isInsideMember = false
    /// Whether at least one member has ended.
    package private(set) var hasEndedMember = false

    package init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for gzip's own header. Fails only when memory or the library's version is wrong,
        // and then `inflate` says so.
        _ = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }

    deinit {
        _ = unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Unpacks a part of some bytes into an array, from a place in it to its end.
    ///
    /// - Returns: how many bytes were taken and given; a member ends, or the array is full, when not all are taken.
    package mutating func inflate(
        _ packed: [UInt8], _ range: Range<Int>, into target: inout [UInt8], from start: Int
    ) throws(GzipError) -> (taken: Int, given: Int) {
        if !isInsideMember {
            // What pads a file to a full block of a tape.
            if hasEndedMember, packed[range].allSatisfy({ $0 == 0 }) { return (range.count, 0) }
            if hasEndedMember { _ = unsafe inflateReset(stream) }
            isInsideMember = true
        }
        var code = Z_STREAM_ERROR
        unsafe packed.withUnsafeBufferPointer { packed in
            unsafe target.withUnsafeMutableBufferPointer { target in
                unsafe stream.pointee.next_in = packed.baseAddress.map {
                    unsafe UnsafeMutablePointer(mutating: $0 + range.lowerBound)
                }
                unsafe stream.pointee.avail_in = uInt(clamping: range.count)
                unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + start }
                unsafe stream.pointee.avail_out = uInt(clamping: target.count - start)
                code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            }
        }
        let taken = unsafe range.count - Int(stream.pointee.avail_in)
        let given = unsafe target.count - start - Int(stream.pointee.avail_out)
        switch code {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: (isInsideMember, hasEndedMember) = (false, true)
        default:
            let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
            throw GzipError(taken: taken, reason: message ?? "zlib returned \(code)")
        }
        return (taken, given)
    }
}
