internal import CZlib

/// Why compressed bytes cannot be inflated.
package enum InflateError: Error {
    case corrupt
    case outOfMemory
}

/// Inflates gzip, block by block; several members after each other are one text (RFC 1952, section 2.2).
@safe package struct Inflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    /// Whether the bytes so far end with a whole member.
    package private(set) var isComplete = false

    package init() throws(InflateError) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 more to say gzip (zlib.h, inflateInit2).
        let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            unsafe stream.deallocate()
            throw .outOfMemory
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Begins anew, with the first byte of a file.
    package mutating func restart() {
        _ = unsafe inflateReset(stream)
        isComplete = false
    }

    /// Inflates as much as fits.
    ///
    /// - Returns: how many bytes were taken and how many were given.
    package mutating func inflate(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(InflateError) -> (taken: Int, given: Int) {
        if isComplete, unsafe input.isEmpty { return (0, 0) }
        if isComplete { restart() }
        unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = unsafe UInt32(input.count)
        unsafe stream.pointee.next_out = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = unsafe UInt32(output.count)
        let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        let taken = unsafe input.count - Int(stream.pointee.avail_in)
        let given = unsafe output.count - Int(stream.pointee.avail_out)
        switch status {
        case Z_STREAM_END: isComplete = true
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: throw .outOfMemory
        default: throw .corrupt
        }
        return (taken, given)
    }
}
