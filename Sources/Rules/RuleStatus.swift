/// How a rule stands.
package struct RuleStatus: Encodable, Sendable {
    package let rule: String
    package let `class`: String
    package let severity: String
    /// The first period that is judged; nil for the first that is published.
    package let from: String?
    /// How many periods hold, are broken, and wait for deliveries.
    package var held = 0
    package var broken = 0
    package var waiting = 0
    package var findings = 0
    package var firstBroken: String?
    package var lastBroken: String?
    /// How many periods were judged by the run that tells it.
    package var judged = 0

    /// Whether there was nothing yet that it could be held against.
    package var isIdle: Bool { held + broken + waiting == 0 }

    /// Whether it keeps reports waiting.
    package var stops: Bool { broken > 0 && severity == "reject" }
}
