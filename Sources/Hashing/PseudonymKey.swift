internal import CLibCrypto

/// A secret key for pseudonyms: HMAC-SHA-256 (RFC 2104) with both keyed states computed once.
///
/// Copying the two states for each message costs two compressions instead of four and allocates nothing.
package struct PseudonymKey {
    private var inner = SHA256_CTX()
    private var outer = SHA256_CTX()
    /// Names the key without revealing it: the first 16 hexadecimal digits of HMAC(key, "fingerprint").
    package private(set) var fingerprint: String = ""

    /// Prepares a key of any length; keys longer than a block of 64 bytes are hashed first, as RFC 2104 says.
    package init(secret: [UInt8]) {
        var block = secret.count > 64 ? SHA256Digest(of: secret).bytes : secret
        block += [UInt8](repeating: 0, count: 64 - block.count)
        _ = unsafe SHA256_Init(&inner)
        _ = unsafe SHA256_Update(&inner, block.map { $0 ^ 0x36 }, 64)
        _ = unsafe SHA256_Init(&outer)
        _ = unsafe SHA256_Update(&outer, block.map { $0 ^ 0x5c }, 64)
        let label = Array("fingerprint".utf8)
        fingerprint = String(authenticationCode(of: label.span).description.prefix(16))
    }

    /// Computes the full code of a message.
    package func authenticationCode(of message: borrowing Span<UInt8>) -> SHA256Digest {
        unsafe withCode(of: message) { code in unsafe SHA256Digest(bytes: Array(code)) }
    }

    /// Computes the pseudonym of a message: the first 128 bits of its code, in two big-endian halves.
    package func pseudonym(of message: borrowing Span<UInt8>) -> (high: UInt64, low: UInt64) {
        unsafe withCode(of: message) { code in
            unsafe (
                UInt64(bigEndian: code.load(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: code.load(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// Lends the 32 bytes of a message's code.
    ///
    /// `SHA256_Transform` would save the copying of the message into a block, an eighth of the time; it stands in
    /// libcrypto's header and not in its manual, so it is left alone.
    @inline(__always)
    private func withCode<Result>(
        of message: borrowing Span<UInt8>, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        unsafe withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { code in
            let bytes = unsafe code.baseAddress?.assumingMemoryBound(to: UInt8.self)
            var state = inner
            unsafe message.withUnsafeBufferPointer { buffer in
                _ = unsafe SHA256_Update(&state, buffer.baseAddress, buffer.count)
            }
            _ = unsafe SHA256_Final(bytes, &state)
            state = outer
            _ = unsafe SHA256_Update(&state, bytes, 32)
            _ = unsafe SHA256_Final(bytes, &state)
            return unsafe body(UnsafeRawBufferPointer(code))
        }
    }
}
