import Hashing
import Testing

@Suite struct PseudonymKeyTests {
    struct Vector: Sendable {
        let key: [UInt8]
        let message: [UInt8]
        let code: String

        init(_ key: [UInt8], _ message: [UInt8], _ code: String) {
            self.key = key
            self.message = message
            self.code = code
        }
    }

    /// RFC 4231, section 4; case 5 is printed there as its first 128 bits only.
    static let vectors = [
        Vector(
            Array(repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            Array(repeating: 0xaa, count: 20), Array(repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            Array(1...25), Array(repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        Vector(
            Array(repeating: 0x0c, count: 20), Array("Test With Truncation".utf8),
            "a3b6167473100ee06e0c796c2955552b"),
        Vector(
            Array(repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            Array(repeating: 0xaa, count: 131),
            Array(
                """
                This is a test using a larger than block-size key and a larger than block-size data. \
                The key needs to be hashed before being used by the HMAC algorithm.
                """.utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]

    @Test("computes the codes of RFC 4231", arguments: vectors)
    func computesCodes(vector: Vector) {
        let key = PseudonymKey(secret: vector.key)
        #expect(key.authenticationCode(of: vector.message.span).description.hasPrefix(vector.code))
    }

    @Test("takes the first 128 bits as the pseudonym", arguments: vectors)
    func takesHalf(vector: Vector) throws {
        let (high, low) = PseudonymKey(secret: vector.key).pseudonym(of: vector.message.span)
        #expect(high == UInt64(vector.code.prefix(16), radix: 16))
        #expect(low == UInt64(vector.code.dropFirst(16).prefix(16), radix: 16))
    }

    @Test("gives the same pseudonym however often it is used")
    func keepsState() {
        let key = PseudonymKey(secret: Array("Jefe".utf8))
        let first = key.pseudonym(of: Array("1101700234568".utf8).span)
        _ = key.pseudonym(of: Array("another".utf8).span)
        let second = key.pseudonym(of: Array("1101700234568".utf8).span)
        #expect(first == second)
    }

    /// The expected text is Python's `hmac.new(b"Jefe", b"fingerprint", "sha256").hexdigest()[:16]`.
    @Test("names the key without revealing it")
    func namesKey() {
        #expect(PseudonymKey(secret: Array("Jefe".utf8)).fingerprint == "7fb81fe876f174f9")
    }
}
