internal import Definitions
internal import Periods

/// What has to be said beside an explanation: why there is no change, and what stands behind a mark.
struct ExplanationNotes {
    private let subject: ExplanationSubject
    private let engine: MetricEngine
    private let later: Period
    private let earlier: Period

    init(_ subject: ExplanationSubject, _ engine: MetricEngine, later: Period, earlier: Period) {
        self.subject = subject
        self.engine = engine
        self.later = later
        self.earlier = earlier
    }

    /// Whether both periods have a value, and the metric allows them to be compared.
    func isComparable(_ after: MetricCell, _ before: MetricCell) -> Bool {
        guard after.value != nil, before.value != nil else { return false }
        return !(subject.completePeriodsOnly && after.marks.union(before.marks).contains(.provisional))
    }

    func texts(_ after: MetricCell, _ before: MetricCell) -> [LocalizedText] {
        var texts: [LocalizedText] = []
        for (period, cell) in [(earlier, before), (later, after)] {
            if let state = cell.state { texts.append(absence(state, period)) }
            if cell.marks.contains(.provisional) { texts.append(unfinished(period)) }
        }
        if !isRatio, later.grain != earlier.grain || later.length != earlier.length {
            texts.append(
                LocalizedText(
                    english: "The two periods are not equally long.", thai: "งวดทั้งสองมีความยาวไม่เท่ากัน"))
        }
        if after.value != nil, before.value != nil, !isComparable(after, before) {
            texts.append(
                LocalizedText(
                    english: "The metric compares complete periods only, so there is no change to explain.",
                    thai: "ตัวชี้วัดนี้เปรียบเทียบเฉพาะงวดที่ข้อมูลครบถ้วน จึงไม่มีการเปลี่ยนแปลงให้อธิบาย"))
        }
        return texts
    }

    /// What is said where members stand together because their figures are confidential.
    static let hiddenMembers = LocalizedText(
        english: "Members whose figures are confidential stand together as “other”.",
        thai: "รายการที่ตัวเลขต้องปกปิดแสดงรวมกันเป็น “อื่น ๆ”")

    private var isRatio: Bool { if case .ratio = subject.metric.kind { true } else { false } }

    private var facts: [String] { engine.catalogue.factNames(of: [subject.metric.name.value]) }

    private func absence(_ state: CellState, _ period: Period) -> LocalizedText {
        let (english, thai) = (period.label(thai: false), period.label(thai: true))
        switch state {
        case .notAvailable:
            let names = facts.joined(separator: ", ")
            return LocalizedText(
                english: "\(english) has no value \(state.text): nothing of \(names) is published for it.",
                thai: "\(thai) ไม่มีค่า \(state.text): ยังไม่มีข้อมูล \(names) ที่เผยแพร่สำหรับงวดนี้")
        case .notApplicable:
            return LocalizedText(
                english: "\(english) has no value \(state.text): its denominator is zero.",
                thai: "\(thai) ไม่มีค่า \(state.text): ตัวหารเป็นศูนย์")
        case .confidential:
            return LocalizedText(
                english: "\(english) has no value \(state.text): it is confidential.",
                thai: "\(thai) ไม่มีค่า \(state.text): เป็นความลับ")
        }
    }

    private func unfinished(_ period: Period) -> LocalizedText {
        let gaps = engine.completeness.missing(facts: facts, in: period).map(\.description)
        guard !gaps.isEmpty else {
            return LocalizedText(
                english: "\(period.label(thai: false)) is provisional [p]; it is not over yet.",
                thai: "\(period.label(thai: true)) เป็นข้อมูลเบื้องต้น [p] เนื่องจากยังไม่สิ้นงวด")
        }
        let listed = gaps.prefix(3).joined(separator: ", ")
        return LocalizedText(
            english:
                "\(period.label(thai: false)) is provisional [p]; not complete: \(listed)\(gaps.count > 3 ? " …" : ".")",
            thai: "\(period.label(thai: true)) เป็นข้อมูลเบื้องต้น [p] ยังขาด: \(listed)\(gaps.count > 3 ? " …" : "")")
    }
}
