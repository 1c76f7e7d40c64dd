internal import CZlib

/// Unpacks a deflated part whose size is known.
func inflated(_ packed: ArraySlice<UInt8>, size: Int, part: String) throws(SpreadsheetError) -> [UInt8] {
    var source = Array(packed)
    var code = Z_DATA_ERROR
    let contents = unsafe [UInt8](unsafeUninitializedCapacity: size) { target, count in
        var stream = unsafe z_stream()
        // Negative: the bytes are bare, as a package holds them, without zlib's own header.
        let version = unsafe inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard version == Z_OK else { return }
        defer { unsafe inflateEnd(&stream) }
        unsafe source.withUnsafeMutableBufferPointer { source in
            unsafe stream.next_in = source.baseAddress
            unsafe stream.avail_in = uInt(clamping: source.count)
            unsafe stream.next_out = target.baseAddress
            unsafe stream.avail_out = uInt(clamping: size)
            code = unsafe inflate(&stream, Z_FINISH)
        }
        count = unsafe size - Int(stream.avail_out)
    }
    guard code == Z_STREAM_END else { throw .damagedPackage(part: part, reason: "it cannot be unpacked") }
    return contents
}

/// Computes the CRC-32 of the bytes.
func checksum(_ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer { bytes in
        UInt32(truncatingIfNeeded: unsafe crc32(0, bytes.baseAddress, uInt(clamping: bytes.count)))
    }
}
