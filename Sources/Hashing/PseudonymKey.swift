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
        var high: UInt64 = 0
        var low: UInt64 = 0
        var bytes = [UInt8](repeating: 0, count: 32)
        unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            unsafe compute(message, into: buffer.baseAddress, high: &high, low: &low)
        }
        return SHA256Digest(bytes: bytes)
    }

    /// Computes the pseudonym of a message: the first 128 bits of its code, in two big-endian halves.
    package func pseudonym(of message: borrowing Span<UInt8>) -> (high: UInt64, low: UInt64) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        unsafe compute(message, into: nil, high: &high, low: &low)
        return (high, low)
    }

    private func compute(
        _ message: borrowing Span<UInt8>, into target: UnsafeMutablePointer<UInt8>?, high: inout UInt64,
        low: inout UInt64
    ) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { digest in
            var state = inner
            unsafe message.withUnsafeBufferPointer { buffer in
                _ = unsafe SHA256_Update(&state, buffer.baseAddress, buffer.count)
            }
            _ = unsafe SHA256_Final(digest.baseAddress, &state)
            state = outer
            _ = unsafe SHA256_Update(&state, digest.baseAddress, 32)
            _ = unsafe SHA256_Final(digest.baseAddress, &state)
            for index in 0..<8 {
                high = unsafe (high << 8) | UInt64(digest[index])
                low = unsafe low << 8 | UInt64(digest[index + 8])
            }
            if let target = unsafe target, let source = digest.baseAddress {
                unsafe target.update(from: source, count: 32)
            }
        }
    }
}
