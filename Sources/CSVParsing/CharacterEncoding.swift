/// How the bytes of a text stand for characters.
package enum CharacterEncoding: Sendable {
    case utf8
    /// One byte a character; TIS-620 is a part of it.
    case windows874

    /// How many bytes of UTF-8 one byte of the text becomes at most.
    var growth: Int {
        switch self {
        case .utf8: 1
        case .windows874: 3
        }
    }
}
