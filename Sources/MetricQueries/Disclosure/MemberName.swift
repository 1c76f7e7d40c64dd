/// What tells the members of one attribute apart: what they are called, and the natural key behind it.
struct MemberName: Hashable {
    let text: String?
    let keys: [String?]
}
