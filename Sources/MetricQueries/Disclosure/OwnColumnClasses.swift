internal import Definitions

/// The values of one of a fact's own columns, told apart by what cells ask of them: each value that is named, those
/// between two of them, and none.
struct OwnColumnClasses {
    private enum Value: Comparable {
        case number(Rational)
        case text(String)
    }

    /// nil is the missing value.
    private let representatives: [Value?]
    private let isNumber: Bool

    /// - Throws: `RationalError.overflow` for numbers that have none beside them.
    init(isNumber: Bool, conditions: [CellCondition]) throws(RationalError) {
        self.isNumber = isNumber
        let named = Set(conditions.flatMap(Self.texts)).compactMap { Self.value($0, isNumber) }.sorted()
        var values: [Value?] = [nil]
        if let first = named.first { values.append(try Self.below(first)) }
        for (index, value) in named.enumerated() {
            values.append(value)
            values.append(try Self.between(value, index + 1 < named.count ? named[index + 1] : nil))
        }
        representatives = values
    }

    var count: Int { representatives.count }

    func classes(of condition: CellCondition) -> [Int32] {
        representatives.indices.filter { fulfils(representatives[$0], condition) }.map { Int32($0) }
    }

    private func fulfils(_ value: Value?, _ condition: CellCondition) -> Bool {
        func isIn(_ texts: [String]) -> Bool {
            texts.contains { Self.value($0, isNumber) == value && value != nil }
        }
        switch condition {
        case .member(_, let name, _): return name.flatMap { Self.value($0, isNumber) } == value
        case .days: return true
        case .filter(_, .isIn(let texts)): return isIn(texts)
        case .filter(_, .isNotIn(let texts)): return !isIn(texts)
        case .filter(_, .isKnown(let known)): return (value != nil) == known
        case .filter(_, .range(let from, let to)):
            guard let value else { return false }
            let isAbove = from.flatMap { Self.value($0, isNumber) }.map { $0 <= value } ?? true
            let isBelow = to.flatMap { Self.value($0, isNumber) }.map { value <= $0 } ?? true
            return isAbove && isBelow
        }
    }

    private static func texts(_ condition: CellCondition) -> [String] {
        switch condition {
        case .member(_, let name, _): [name].compactMap { $0 }
        case .filter(_, .isIn(let texts)), .filter(_, .isNotIn(let texts)): texts
        case .filter(_, .range(let from, let to)): [from, to].compactMap { $0 }
        case .filter(_, .isKnown), .days: []
        }
    }

    private static func value(_ text: String, _ isNumber: Bool) -> Value? {
        guard isNumber else { return .text(text) }
        // A text that is no number is refused where the question is asked.
        return (try? Rational(decimal: text)).map { .number($0) }
    }

    /// Texts and days are compared by their bytes; what follows one directly is that text and the least byte.
    private static func between(_ value: Value, _ next: Value?) throws(RationalError) -> Value {
        switch (value, next) {
        case (.number(let low), .number(let high)?): .number(try low.adding(high).divided(by: Rational(2)))
        case (.number(let low), _): .number(try low.adding(Rational(1)))
        case (.text(let text), _): .text(text + "\u{1}")
        }
    }

    private static func below(_ value: Value) throws(RationalError) -> Value {
        switch value {
        case .number(let number): .number(try number.subtracting(Rational(1)))
        case .text: .text("")
        }
    }
}
