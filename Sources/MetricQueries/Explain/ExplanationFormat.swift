package import Definitions

/// How the figures of an explanation are shown: in the metric's unit, a change of a rate in points, rounded once.
package struct ExplanationFormat {
    package let language: Language
    /// The decimals of every figure of the explanation.
    package let places: Int
    /// `points`, `million coins`; nil when there is none.
    package let changeUnit: String?
    private let format: MetricFormat
    private let factor: BigFraction

    /// - Parameter units: the project's words.
    package init(_ explanation: MetricExplanation, units: [String: LocalizedText]) throws {
        language = explanation.language
        format = MetricFormat(explanation.metric)
        changeUnit =
            format.isPercent
            ? (language == .thai ? "จุด" : "points") : format.unitLabel(language, units: units)
        do {
            factor = BigFraction(try format.shown(Rational(1)))
            let values = [explanation.before.value, explanation.after.value].compactMap(\.self)
            places = Self.places(try format.places(for: values), explanation.change?.headline, factor)
        } catch {
            throw MetricQueryError.arithmetic(error, metric: explanation.metric.name.value)
        }
    }

    /// The metric's own decimals, or as many more as it takes to see that anything has changed.
    private static func places(_ places: Int, _ headline: BigFraction?, _ factor: BigFraction) -> Int {
        guard let headline, !headline.isZero else { return places }
        let shown = headline * factor
        return (places...max(places, 6)).first { !isZero(shown.decimalText(places: $0)) } ?? places
    }

    /// A value of the metric with its marks, or its state: `41.05 % [p]`, `1,618`.
    package func text(_ cell: MetricCell) throws -> String {
        guard let value = cell.value else { return (cell.state ?? .notAvailable).text }
        do {
            let text = try format.text(value, places: places)
            return cell.marks.isEmpty ? text : "\(text) \(cell.marks.text)"
        } catch {
            throw MetricQueryError.unexpectedResult("\(value), which cannot be rounded")
        }
    }

    /// The digits of a change in the unit that it is shown in: `-0.35`.
    package func digits(_ change: BigFraction, places: Int? = nil) -> String {
        (change * factor).decimalText(places: places ?? self.places)
    }

    /// A change with its direction: `+2.80`.
    package func signed(_ change: BigFraction) -> String {
        let digits = digits(change)
        return (digits.hasPrefix("-") || Self.isZero(digits) ? "" : "+") + grouped(digits)
    }

    /// A change with direction and unit: `+2.80 points`.
    package func signedWithUnit(_ change: BigFraction) -> String { withUnit(signed(change)) }

    /// The size of a change with its unit: `2.80 points`.
    func size(_ change: BigFraction) -> String { withUnit(grouped(digits(change.magnitude))) }

    private func withUnit(_ number: String) -> String { changeUnit.map { "\(number) \($0)" } ?? number }

    /// Whether the change rounds to nothing.
    func isZero(_ change: BigFraction) -> Bool { Self.isZero(digits(change)) }

    private static func isZero(_ digits: String) -> Bool { !digits.contains { "123456789".contains($0) } }

    /// Whether rounded parts add up to the rounded whole.
    func agree(_ parts: [BigFraction], _ whole: BigFraction) throws -> Bool {
        do {
            var sum = Rational.zero
            for part in parts { sum = try sum.adding(Rational(decimal: digits(part))) }
            return sum == (try Rational(decimal: digits(whole)))
        } catch {
            throw MetricQueryError.unexpectedResult("\(digits(whole)), which has too many digits")
        }
    }

    /// What the three parts are called: within, mix, entry and exit.
    package var partNames: [String] {
        language == .thai ? ["ภายในรายการ", "สัดส่วนระหว่างรายการ", "เข้าใหม่หรือหมดไป"] : ["within", "mix", "entry/exit"]
    }

    /// What the parts together are called.
    package var contributionName: String { language == .thai ? "ผลต่อการเปลี่ยนแปลง" : "contribution" }

    /// What a member is called.
    package func name(_ name: ExplainedMember.Name) -> String {
        switch name {
        case .member(let text): text
        case .missing: language == .thai ? "(ไม่ระบุ)" : "(not stated)"
        case .other(let count): language == .thai ? "อื่น ๆ (\(count) รายการ)" : "other (\(count) members)"
        }
    }
}
