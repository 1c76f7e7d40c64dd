internal import Definitions
internal import Periods

extension MetricExplanation {
    /// What happened, in one sentence: from where to where, through what, and whose part was largest.
    package func sentence(_ format: ExplanationFormat) throws -> String {
        language == .thai ? try thaiSentence(format) : try englishSentence(format)
    }

    private func englishSentence(_ format: ExplanationFormat) throws -> String {
        let label = metric.label[.english]
        let (later, earlier) = (period.label(thai: false), base.label(thai: false))
        guard let change else { return "There is no change of \(label) to explain between \(earlier) and \(later)." }
        var text: String
        if format.isZero(change.headline) {
            text =
                "\(label) did not change: \(try format.text(after)) in \(later), \(try format.text(before)) in \(earlier)"
        } else {
            let verb = change.headline.isNegative ? "fell" : "rose"
            text =
                "\(label) \(verb) by \(format.size(change.headline)) to \(try format.text(after)) in \(later), from \(try format.text(before)) in \(earlier)"
        }
        if isRatio, let parts = visibleParts(change, format), let attribute = by.first {
            let noun = Self.lowercased(attribute.noun.english)
            text +=
                isContrary(change, format)
                ? ", although by \(noun) the members themselves changed it by \(format.signed(parts.within)): the mix between them changed it by \(format.signed(parts.mix))"
                : "; by \(noun), the members themselves changed it by \(format.signed(parts.within)), the mix between them by \(format.signed(parts.mix))"
            text += ", members that came or went by \(format.signed(parts.entryExit))"
        }
        if let largest = change.members.first, !format.isZero(largest.contribution.total) {
            text +=
                "; the largest contribution is \(format.name(largest.name)) (\(format.signed(largest.contribution.total)))"
        }
        if let effect = restatement?.effect, let published = publishedChange {
            text +=
                "; \(earlier) has been restated by \(format.signed(effect)) since it was published, so against the published figure the change is \(format.signed(published))"
        }
        return text + (try isRounded(change, format) ? " (rounded)." : ".")
    }

    private func thaiSentence(_ format: ExplanationFormat) throws -> String {
        // Thai is written without blanks, but one stands between it and another script.
        let label = Self.spaced(metric.label[.thai])
        let (later, earlier) = (Self.thaiTime(period), Self.thaiTime(base))
        guard let change else { return "ไม่มีการเปลี่ยนแปลงของ\(label)ให้อธิบายระหว่าง\(earlier)กับ\(later)" }
        var text: String
        if format.isZero(change.headline) {
            text =
                "\(label)ไม่เปลี่ยนแปลง: \(try format.text(after)) ใน\(later) และ \(try format.text(before)) ใน\(earlier)"
        } else {
            let verb = change.headline.isNegative ? "ลดลง" : "เพิ่มขึ้น"
            text =
                "\(label)\(verb) \(format.size(change.headline)) เป็น \(try format.text(after)) ใน\(later) จาก \(try format.text(before)) ใน\(earlier)"
        }
        if isRatio, let parts = visibleParts(change, format), let attribute = by.first {
            let noun = Self.spaced(attribute.noun.thai, before: true)
            text += isContrary(change, format) ? " แม้ว่า" : " "
            text +=
                "เมื่อจำแนกตาม\(noun) การเปลี่ยนแปลงภายในแต่ละรายการเท่ากับ \(format.signedWithUnit(parts.within)) สัดส่วนระหว่างรายการที่เปลี่ยนไป \(format.signedWithUnit(parts.mix)) และรายการที่เข้ามาใหม่หรือหมดไป \(format.signedWithUnit(parts.entryExit))"
        }
        if let largest = change.members.first, !format.isZero(largest.contribution.total) {
            text +=
                " รายการที่มีผลมากที่สุดคือ \(format.name(largest.name)) (\(format.signedWithUnit(largest.contribution.total)))"
        }
        if let effect = restatement?.effect, let published = publishedChange {
            text +=
                " ข้อมูล\(earlier)ปรับปรุงภายหลังการเผยแพร่ \(format.signedWithUnit(effect)) เมื่อเทียบกับค่าที่เผยแพร่ไว้จึงเปลี่ยนแปลง \(format.signedWithUnit(published))"
        }
        return text + (try isRounded(change, format) ? " (ตัวเลขปัดเศษ)" : "")
    }

    /// The parts of the change between the members of the first attribute, unless they all round to nothing.
    private func visibleParts(_ change: Change, _ format: ExplanationFormat) -> RatioContribution? {
        guard let parts = change.levels.first else { return nil }
        return [parts.within, parts.mix, parts.entryExit].allSatisfy(format.isZero) ? nil : parts
    }

    private static func thaiTime(_ period: Period) -> String {
        (period.grain == .year && period.length == 1 ? "ปี " : " ") + period.label(thai: true)
    }

    private static func spaced(_ text: String, before: Bool = false) -> String {
        let isOther = (before ? text.utf8.first : text.utf8.last).map { $0 < 128 } ?? false
        guard isOther else { return text }
        return before ? " \(text)" : "\(text) "
    }

    /// A word within a sentence; abbreviations and names such as `e-Wage` stay as they are.
    private static func lowercased(_ noun: String) -> String {
        guard let second = noun.dropFirst().first, second.isLowercase else { return noun }
        return noun.prefix(1).lowercased() + noun.dropFirst()
    }

    /// Whether the members themselves have moved against the headline.
    private func isContrary(_ change: Change, _ format: ExplanationFormat) -> Bool {
        guard let within = change.levels.first?.within, !format.isZero(within), !format.isZero(change.headline) else {
            return false
        }
        return within.isNegative != change.headline.isNegative
    }

    /// Whether what the sentence says does not add up because every figure in it is rounded.
    private func isRounded(_ change: Change, _ format: ExplanationFormat) throws -> Bool {
        guard let from = before.value, let to = after.value else { return false }
        var sums = [try format.agree([BigFraction(from), change.headline], BigFraction(to))]
        if isRatio, let parts = change.levels.first {
            sums.append(try format.agree([parts.within, parts.mix, parts.entryExit], change.headline))
        }
        if let effect = restatement?.effect, let published = publishedChange {
            sums.append(try format.agree([change.headline, effect], published))
        }
        return sums.contains(false)
    }
}
