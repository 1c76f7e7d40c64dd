internal import Hashing

/// Marks the key of a member in 24 bits: the first ones of the SHA-256 of dimension and parts, U+001F between them.
///
/// The ledger keeps it of keys that nobody has, and compares it with the members that become known (`LateMembers`). It is
/// short on purpose: what was written into a key's column by mistake, such as a person's number, must not follow from it.
func memberMark(_ dimension: String, _ parts: [[UInt8]]) -> Int32 {
    var message = Array(dimension.utf8)
    for part in parts {
        message.append(0x1f)
        message += part
    }
    let bytes = SHA256Digest(of: message).bytes
    return Int32(bytes[0]) << 16 | Int32(bytes[1]) << 8 | Int32(bytes[2])
}
