import Hashing
import Testing

/// The messages and digests of NIST's examples for FIPS 180-4.
@Suite struct SHA256DigestTests {
    @Test(
        "hashes the messages of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func hashes(message: String, digest: String) {
        #expect(SHA256Digest(of: message).description == digest)
    }

    @Test("hashes a million letters, in pieces of any size", arguments: [1, 63, 64, 65, 4096, 1_000_000])
    func hashesPieces(pieceBytes: Int) {
        var hasher = SHA256Hasher()
        var left = 1_000_000
        while left > 0 {
            let piece = [UInt8](repeating: UInt8(ascii: "a"), count: min(left, pieceBytes))
            hasher.update(piece.span)
            left -= piece.count
        }
        #expect(
            hasher.finish().description == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
