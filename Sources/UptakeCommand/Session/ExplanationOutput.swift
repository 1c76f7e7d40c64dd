import Definitions
import MetricQueries
import Periods

/// An explanation in the forms that the command line prints.
struct ExplanationOutput {
    let explanation: MetricExplanation
    let format: ExplanationFormat
    let sentence: String

    var isThai: Bool { explanation.language == .thai }
    /// Decimals for programs, of what people see in a few.
    var precision: Int { explanation.isRatio ? max(6, format.places) : format.places }

    init(_ explanation: MetricExplanation, units: [String: LocalizedText]) throws {
        self.explanation = explanation
        format = try ExplanationFormat(explanation, units: units)
        sentence = try explanation.sentence(format)
    }

    /// For people: the sentence, the sum, the members.
    func text() throws -> String {
        var blocks = [sentence, aligned(try summary(), numeric: [1])]
        if let members = explanation.change?.members, !members.isEmpty {
            let heading = heading
            let rows = [heading] + (try members.flatMap { try lines($0, depth: 0) }) + [totalLine()]
            blocks.append(aligned(rows, numeric: Set(1..<heading.count)))
        }
        let notes = explanation.notes.map { $0[explanation.language] } + exactness
        if !notes.isEmpty { blocks.append(notes.joined(separator: "\n")) }
        return blocks.joined(separator: "\n\n")
    }

    /// What is shown is rounded, each figure by itself.
    private var exactness: [String] {
        guard let members = explanation.change?.members, !members.isEmpty, explanation.isRatio else { return [] }
        return [
            isThai
                ? "ผลรวมตรงกันทุกหลักก่อนปัดเศษ ตัวเลขที่แสดงปัดเศษแยกกันแต่ละค่า"
                : "Contributions add up exactly; each figure shown is rounded by itself."
        ]
    }

    // MARK: The sum

    private func summary() throws -> [[String]] {
        let (earlier, later) = (explanation.base.label(thai: isThai), explanation.period.label(thai: isThai))
        var rows = [[earlier, try format.text(explanation.before)], [later, try format.text(explanation.after)]]
        if let change = explanation.change {
            rows.append([isThai ? "เปลี่ยนแปลง" : "change", format.signedWithUnit(change.headline)])
            for (attribute, parts) in zip(explanation.by, change.levels) where explanation.isRatio {
                rows.append(["  \(attribute.path.text)", ""])
                rows.append(["    \(format.partNames[0])", format.signed(parts.within)])
                rows.append(["    \(format.partNames[1])", format.signed(parts.mix)])
                rows.append(["    \(format.partNames[2])", format.signed(parts.entryExit)])
            }
        }
        if let restatement = explanation.restatement {
            rows.append([published(earlier, restatement.publishedAsOf), try format.text(restatement.published)])
            rows.append([isThai ? "ปรับปรุงข้อมูล \(earlier)" : "restatement of \(earlier)", effect(restatement.effect)])
            rows.append([
                isThai ? "เปลี่ยนแปลงจากค่าที่เผยแพร่" : "change from the published figure",
                effect(explanation.publishedChange),
            ])
        }
        if let since = explanation.since {
            rows.append([now(later), try format.text(since.after)])
            rows.append([isThai ? "  ปรับปรุง \(later)" : "  restatement of \(later)", effect(since.afterEffect)])
            rows.append([now(earlier), try format.text(since.before)])
            rows.append([isThai ? "  ปรับปรุง \(earlier)" : "  restatement of \(earlier)", effect(since.beforeEffect)])
            rows.append([isThai ? "เปลี่ยนแปลง ณ ปัจจุบัน" : "change as known now", effect(since.headline)])
        }
        return rows
    }

    private func effect(_ effect: BigFraction?) -> String {
        effect.map { format.signed($0) } ?? CellState.notAvailable.text
    }

    private func published(_ period: String, _ knowledge: Knowledge) -> String {
        let moment = if case .asOf(let moment) = knowledge { moment } else { isThai ? "ปัจจุบัน" : "now" }
        return isThai ? "\(period) ตามที่ทราบเมื่อ \(moment)" : "\(period) as known at \(moment)"
    }

    private func now(_ period: String) -> String { isThai ? "\(period) ตามที่ทราบ ณ ปัจจุบัน" : "\(period) as known now" }

    // MARK: Members

    private var heading: [String] {
        let (earlier, later) = (explanation.base.label(thai: isThai), explanation.period.label(thai: isThai))
        let paths = explanation.by.map(\.path.text).joined(separator: " / ")
        guard explanation.isRatio else { return [paths, earlier, later, format.contributionName] }
        let share = isThai ? "สัดส่วน" : "share"
        return [paths, earlier, later, "\(share) \(earlier)", "\(share) \(later)"] + format.partNames + [
            format.contributionName
        ]
    }

    private func lines(_ member: ExplainedMember, depth: Int) throws -> [[String]] {
        let name = String(repeating: "  ", count: depth) + format.name(member.name)
        return [[name] + (try figures(member)) + contributions(member.contribution)]
            + (try member.children.flatMap { try lines($0, depth: depth + 1) })
    }

    private func totalLine() -> [String] {
        guard let change = explanation.change, let parts = change.levels.first else { return [] }
        let blanks = [String](repeating: "", count: explanation.isRatio ? 4 : 2)
        return [isThai ? "รวม" : "Total"] + blanks + contributions(parts)
    }

    private func contributions(_ contribution: RatioContribution) -> [String] {
        guard explanation.isRatio else { return [format.signed(contribution.total)] }
        return [contribution.within, contribution.mix, contribution.entryExit, contribution.total].map(format.signed)
    }

    /// Both values, and both shares of the denominator of all.
    private func figures(_ member: ExplainedMember) throws -> [String] {
        let numbers = member.numbers
        let parts = [(numbers.before, explanation.before), (numbers.after, explanation.after)]
        let values = [try value(numbers.before, member.marks.before), try value(numbers.after, member.marks.after)]
        guard explanation.isRatio else { return values }
        return values + parts.map { part, total in share(part, total) }
    }

    private func value(_ part: RatioParts, _ marks: CellMarks) throws -> String {
        guard explanation.isRatio else { return try format.text(MetricCell(part.numerator, marks: marks)) }
        let isNothing = part.denominator.isZero
        return try format.text(
            isNothing
                ? MetricCell(.notApplicable)
                : MetricCell(try part.numerator.divided(by: part.denominator), marks: marks))
    }

    private func share(_ part: RatioParts, _ total: MetricCell) -> String {
        guard let whole = total.denominator,
            let share = BigFraction(part.denominator).divided(by: BigFraction(whole))
        else { return CellState.notApplicable.text }
        return (share * BigFraction(.hundred)).decimalText(places: 2) + " %"
    }
}
