internal import Hashing
internal import Periods

/// What a rule says of one period.
struct Judgement {
    enum State: String {
        case held
        case broken
        /// Deliveries that it needs are not there yet.
        case waiting
    }

    /// One place where the rule is broken: two figures that differ, or a row by its file and line.
    struct Finding: Encodable {
        var number = 0
        var day: String?
        var members: String
        /// Decimals as texts, since a number of JSON would be binary.
        var left: String?
        var right: String?
        var source: String?
        var line: Int?
    }

    /// How many findings of a period are kept; all are counted.
    static let listed = 1000

    let period: Period
    var state = State.held
    var reason: String?
    /// How many figures were compared; of rows that are looked for, none.
    var compared = 0
    var findings = 0
    /// The sums of both sides; of rows that are looked for, their sum.
    var left: String?
    var right: String?
    var firstDay: String?
    private(set) var list: [Finding] = []

    init(_ period: Period) { self.period = period }

    mutating func add(_ finding: Finding) {
        guard list.count < Self.listed else { return }
        var finding = finding
        finding.number = list.count + 1
        list.append(finding)
    }

    /// Names the judgement with everything that it says: the same again is no news.
    var digest: String {
        var lines = [
            state.rawValue, reason ?? "", "\(compared) \(findings) \(left ?? "") \(right ?? "") \(firstDay ?? "")",
        ]
        for finding in list {
            lines.append(
                [
                    finding.day ?? "", finding.members, finding.left ?? "", finding.right ?? "", finding.source ?? "",
                    finding.line.map { "\($0)" } ?? "",
                ].joined(separator: "\t"))
        }
        return String(SHA256Digest(of: lines.joined(separator: "\n")).description.prefix(32))
    }
}
