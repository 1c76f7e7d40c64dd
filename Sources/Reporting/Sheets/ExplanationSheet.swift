internal import Definitions
internal import MetricQueries
internal import Periods

/// Lays out why a metric has changed: what each member had in both periods, and its part in the change.
///
/// Numerators and denominators stand beside the rates, so that every part can be computed again from the sheet.
struct ExplanationSheet {
    let words: ReportWords
    let sheet: SheetDefinition
    let explanation: MetricExplanation
    private let format: ExplanationFormat

    init(words: ReportWords, sheet: SheetDefinition, explanation: MetricExplanation) throws {
        self.words = words
        self.sheet = sheet
        self.explanation = explanation
        format = try ExplanationFormat(explanation, units: words.project.settings.units)
    }

    func document(key: String, subtitle: String) throws -> SheetDocument {
        let name = sheet.name.value[words.language]
        let introduction = sheet.introduction.map { [$0[words.language]] } ?? []
        let notes = explanation.notes.map { $0[words.language] }
        return SheetDocument(
            key: key, name: name, kind: .figures, title: name, subtitle: subtitle,
            introduction: introduction + [try explanation.sentence(format)] + notes,
            table: TableDocument(
                columns: columns, rows: try rows(explanation.change?.members ?? [], above: []),
                totals: try totals()))
    }

    private var isRatio: Bool { explanation.isRatio }

    // MARK: Columns

    private var columns: [ColumnDocument] {
        let attributes = explanation.by.map {
            words.heading(of: $0.path.text, metrics: [explanation.metric])
        }
        let figures = [explanation.base, explanation.period].flatMap { period in
            labels.map { "\($0), \(words.shortLabel(of: period))" }
        }
        let unit =
            explanation.metric.unit?.value == MetricUnit.percent ? words.phrases.percentagePoints : format.changeUnit
        let parts = ((isRatio ? format.partNames : []) + [format.contributionName]).map { part in
            let heading = part.prefix(1).uppercased() + part.dropFirst()
            return unit.map { "\(heading) (\($0))" } ?? heading
        }
        return uniqueHeadings(attributes + figures + parts).map { ColumnDocument(header: $0, widthLimit: 36) }
    }

    /// What stands of each period: the sides of a rate and the rate, or the value.
    private var labels: [String] {
        guard case .ratio(let ratio) = explanation.metric.kind else { return [words.heading(of: explanation.metric)] }
        func label(_ name: String) -> String { words.project.metrics[name]?.label[words.language] ?? name }
        let less = ratio.less.map { " − \(label($0.value))" } ?? ""
        return [ratio.numerator.value, ratio.denominator.value].map { label($0) + less } + [
            words.heading(of: explanation.metric)
        ]
    }

    // MARK: Rows

    /// One row per member of the last attribute, with those above it on every row.
    private func rows(_ members: [ExplainedMember], above: [String]) throws -> [[LayoutCell]] {
        try members.flatMap { member -> [[LayoutCell]] in
            let names = above + [name(member.name)]
            guard member.children.isEmpty else { return try rows(member.children, above: names) }
            // Members that are folded into one have none beneath it.
            let keys = names + Array(repeating: name(member.name), count: max(0, explanation.by.count - names.count))
            let figures =
                try figures(member.numbers.before, member.marks.before)
                + figures(member.numbers.after, member.marks.after)
            return [keys.map(LayoutCell.text) + figures + (try parts(member.contribution))]
        }
    }

    private func name(_ name: ExplainedMember.Name) -> String {
        if case .missing = name { words.phrases.unknownMember } else { format.name(name) }
    }

    private func figures(_ numbers: RatioParts, _ marks: CellMarks) throws -> [LayoutCell] {
        guard isRatio else { return [try cell(MetricCell(numbers.numerator, marks: marks))] }
        var rate = MetricCell(.notApplicable)
        if !numbers.denominator.isZero {
            rate = MetricCell(try numbers.numerator.divided(by: numbers.denominator), marks: marks)
        }
        return [.number(try plain(numbers.numerator)), .number(try plain(numbers.denominator)), try cell(rate)]
    }

    private func cell(_ figure: MetricCell) throws -> LayoutCell {
        try FigureFormat(explanation.metric, figures: [explanation.before, explanation.after]).cell(figure)
    }

    /// A count or a sum, as exact as it is.
    private func plain(_ value: Rational) throws -> DecimalNumber {
        var places = 0
        var scaled = value
        while !scaled.isWhole, places < 18 {
            scaled = try scaled.multiplied(by: Rational(10))
            places += 1
        }
        return try number(BigFraction(value).decimalText(places: places))
    }

    private func number(_ text: String) throws -> DecimalNumber {
        guard let number = DecimalNumber(text) else { throw RationalError.notANumber(text) }
        return number
    }

    private func parts(_ contribution: RatioContribution) throws -> [LayoutCell] {
        let parts = [contribution.within, contribution.mix, contribution.entryExit, contribution.total]
        return try (isRatio ? parts : [contribution.total]).map { .difference(try number(format.digits($0))) }
    }

    // MARK: Total

    private func totals() throws -> [TotalCell]? {
        guard let change = explanation.change, let sum = change.levels.last else { return nil }
        let keys = explanation.by.indices.map { $0 == 0 ? TotalCell.label(words.phrases.total) : .none }
        let figures = try [explanation.before, explanation.after].flatMap { cell -> [TotalCell] in
            guard isRatio else { return [.sum(try self.cell(cell))] }
            let sides = try [cell.numerator ?? .zero, cell.denominator ?? .zero].map {
                TotalCell.sum(.number(try plain($0)))
            }
            return sides + [.recomputed(try self.cell(cell))]
        }
        return keys + figures + (try parts(sum)).map { .sum($0) }
    }
}
