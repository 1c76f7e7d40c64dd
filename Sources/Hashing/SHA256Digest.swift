internal import CLibCrypto

/// A SHA-256 digest of 32 bytes.
package struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// Hashes a whole message.
    package init(of message: [UInt8]) {
        var hasher = SHA256Hasher()
        hasher.update(message.span)
        self = hasher.finish()
    }

    package init(of text: String) { self.init(of: Array(text.utf8)) }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The digest as 64 lower-case hexadecimal digits.
    package var description: String { hexadecimal(bytes) }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Hashes a message piece by piece.
package struct SHA256Hasher {
    private var context = SHA256_CTX()

    package init() {
        // Fails only for a null pointer, which this cannot be.
        _ = unsafe SHA256_Init(&context)
    }

    package mutating func update(_ bytes: borrowing Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            _ = unsafe SHA256_Update(&context, buffer.baseAddress, buffer.count)
        }
    }

    /// Ends the message; the hasher is used up afterwards.
    package mutating func finish() -> SHA256Digest {
        var bytes = [UInt8](repeating: 0, count: 32)
        unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            _ = unsafe SHA256_Final(buffer.baseAddress, &context)
        }
        return SHA256Digest(bytes: bytes)
    }
}
