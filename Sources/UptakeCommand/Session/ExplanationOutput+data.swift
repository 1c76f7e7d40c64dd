import Definitions
import MetricQueries
import Periods

/// For programs: plain numbers in the unit that people see, with more decimals.
extension ExplanationOutput {
    /// One line per member of every level, the total first; a level names its member and those above it.
    func csv() -> String {
        let members = explanation.by.map { headings(of: $0.path, keyColumns: $0.keyColumns) }
        let sides = explanation.isRatio ? ["numerator", "denominator"] : ["value"]
        let parts = explanation.isRatio ? ["within", "mix", "entry_exit", "contribution"] : ["contribution"]
        let heading =
            ["level"] + members.joined() + sides.map { "\($0)_\(explanation.base)" }
            + sides.map { "\($0)_\(explanation.period)" }
            + parts
        var lines = [heading]
        if let change = explanation.change {
            let total = [explanation.before, explanation.after].flatMap { cell in
                explanation.isRatio
                    ? [decimalText(cell.numerator ?? .zero), decimalText(cell.denominator ?? .zero)]
                    : [decimalText(cell.value ?? .zero)]
            }
            let sum = change.levels.first ?? .whole(change.headline)
            lines.append(["0"] + members.joined().map { _ in "" } + total + figures(sum))
            for member in change.members { lines += self.lines(member, above: [], columns: members.map(\.count)) }
        }
        return lines.map(csvLine).joined(separator: "\n")
    }

    /// - Parameters:
    ///   - above: the columns of the members above it.
    ///   - columns: how many columns the members of each level have.
    private func lines(_ member: ExplainedMember, above: [[String]], columns: [Int]) -> [[String]] {
        let own = [plainName(member.name)] + member.keys.map { $0 ?? "" }
        let blank = columns[above.count] - own.count
        let names = above + [own + Array(repeating: "", count: max(0, blank))]
        let missing = columns.dropFirst(names.count).reduce(0, +)
        let numbers = [member.numbers.before, member.numbers.after].flatMap { parts in
            explanation.isRatio
                ? [decimalText(parts.numerator), decimalText(parts.denominator)] : [decimalText(parts.numerator)]
        }
        let line =
            ["\(names.count)"] + names.joined() + Array(repeating: "", count: missing) + numbers
            + figures(member.contribution)
        return [line] + member.children.flatMap { lines($0, above: names, columns: columns) }
    }

    /// A missing member is empty, as in `uptake metric`.
    private func plainName(_ name: ExplainedMember.Name) -> String {
        if case .missing = name { "" } else { format.name(name) }
    }

    private func figures(_ contribution: RatioContribution) -> [String] {
        let parts = [contribution.within, contribution.mix, contribution.entryExit, contribution.total]
        return (explanation.isRatio ? parts : [contribution.total]).map(digits)
    }

    private func digits(_ change: BigFraction) -> String { format.digits(change, places: precision) }

    // MARK: JSON

    private struct Cell: Encodable {
        let value: String?
        let state: String?
        let marks: String?
        let numerator: String?
        let denominator: String?
    }

    private struct Parts: Encodable {
        let by: String?
        let within: String?
        let mix: String?
        let entry_exit: String?
        let contribution: String
    }

    private struct Member: Encodable {
        let member: String?
        let members_folded: Int?
        let before: Cell
        let after: Cell
        let contribution: Parts
        let members: [Member]?
    }

    private struct Restatement: Encodable {
        let as_of: String?
        let published: Cell
        let effect: String?
        let change_from_published: String?
    }

    private struct Since: Encodable {
        let before: Cell
        let after: Cell
        let before_effect: String?
        let after_effect: String?
        let change: String?
    }

    private struct Document: Encodable {
        let metric: String
        let unit: String?
        let period: String
        let against: String
        let sentence: String
        let before: Cell
        let after: Cell
        let change: String?
        let levels: [Parts]
        let members: [Member]
        let restatement: Restatement?
        let since: Since?
        let notes: [String]
    }

    func json() throws -> String {
        let change = explanation.change
        let document = Document(
            metric: explanation.metric.name.value, unit: format.changeUnit, period: explanation.period.key,
            against: explanation.base.key, sentence: sentence, before: cell(explanation.before),
            after: cell(explanation.after), change: (change?.headline).map(digits),
            levels: zip(explanation.by, change?.levels ?? []).map { parts($1, by: $0.path.text) },
            members: change?.members.map(member) ?? [],
            restatement: explanation.restatement.map { restatement in
                let moment: String? = if case .asOf(let moment) = restatement.publishedAsOf { moment } else { nil }
                return Restatement(
                    as_of: moment, published: cell(restatement.published), effect: restatement.effect.map(digits),
                    change_from_published: explanation.publishedChange.map(digits))
            },
            since: explanation.since.map {
                Since(
                    before: cell($0.before), after: cell($0.after), before_effect: $0.beforeEffect.map(digits),
                    after_effect: $0.afterEffect.map(digits), change: $0.headline.map(digits))
            }, notes: explanation.notes.map { $0[explanation.language] })
        return try RunJSON.encode(document)
    }

    private func cell(_ cell: MetricCell) -> Cell {
        Cell(
            value: cell.value.map { digits(BigFraction($0)) }, state: cell.state?.rawValue,
            marks: cell.marks.isEmpty ? nil : cell.marks.text, numerator: cell.numerator.map(decimalText),
            denominator: cell.denominator.map(decimalText))
    }

    private func cell(_ part: RatioParts, _ marks: CellMarks) -> Cell {
        let marks = marks.isEmpty ? nil : marks.text
        guard explanation.isRatio else {
            return Cell(
                value: digits(BigFraction(part.numerator)), state: nil, marks: marks, numerator: nil, denominator: nil)
        }
        let value = BigFraction(part.numerator).divided(by: BigFraction(part.denominator))
        return Cell(
            value: value.map(digits), state: value == nil ? CellState.notApplicable.rawValue : nil, marks: marks,
            numerator: decimalText(part.numerator), denominator: decimalText(part.denominator))
    }

    private func parts(_ contribution: RatioContribution, by path: String? = nil) -> Parts {
        let isRatio = explanation.isRatio
        return Parts(
            by: path, within: isRatio ? digits(contribution.within) : nil,
            mix: isRatio ? digits(contribution.mix) : nil,
            entry_exit: isRatio ? digits(contribution.entryExit) : nil, contribution: digits(contribution.total))
    }

    private func member(_ member: ExplainedMember) -> Member {
        var count: Int?
        if case .other(let members) = member.name { count = members }
        var name: String?
        if case .member(let text) = member.name { name = text }
        return Member(
            member: name, members_folded: count, before: cell(member.numbers.before, member.marks.before),
            after: cell(member.numbers.after, member.marks.after), contribution: parts(member.contribution),
            members: member.children.isEmpty ? nil : member.children.map(self.member))
    }
}
