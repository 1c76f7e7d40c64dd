internal import Definitions
import Foundation

/// A form that whole values must have, as a regular expression.
struct ValuePattern {
    /// The pattern as it is declared, for messages.
    let text: String
    private let expression: NSRegularExpression
    /// How many digits it asks for, when it asks for nothing else: `[0-9]{10}`.
    private let digits: Int?

    init(_ pattern: Located<String>) throws {
        text = pattern.value
        do {
            // Tried alone first: in a group an unbalanced parenthesis could pass.
            _ = try NSRegularExpression(pattern: pattern.value)
            expression = try NSRegularExpression(pattern: "\\A(?:\(pattern.value))\\z")
        } catch {
            throw TransformationError(
                location: pattern.location, message: "`\(pattern.value)` is not a regular expression")
        }
        digits = Self.digits(pattern.value)
    }

    private static func digits(_ pattern: String) -> Int? {
        for head in ["[0-9]{", "\\d{"] where pattern.hasPrefix(head) && pattern.hasSuffix("}") {
            return Int(pattern.dropFirst(head.count).dropLast())
        }
        return nil
    }

    /// Says what is wrong with a value, nil when it has the form.
    ///
    /// What a spreadsheet makes of a long number is named as that.
    func problem(_ value: [UInt8]) -> CellReject? {
        let text = String(decoding: value, as: UTF8.self)
        if expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil { return nil }
        guard let digits else { return .pattern(self.text) }
        if value.count < digits, value.allSatisfy({ (0x30...0x39).contains($0) }) { return .shortened(digits: digits) }
        if parseDecimal(value.span, value.indices, scale: 18, thousands: nil) == .exponent { return .exponent }
        return .pattern(self.text)
    }
}
