/// One version of a member: its attributes over a half-open stretch of event time.
struct MemberVersion: Equatable {
    var key: Int32
    var values: [String?]
    var validFrom: Int32
    var validTo: Int32
    var inferred: Bool

    /// Whether it holds on no day: nothing finds it any more.
    var isEmpty: Bool { validFrom >= validTo }

    func holds(on day: Int32) -> Bool { validFrom <= day && day < validTo }
}
