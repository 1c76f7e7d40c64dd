import Definitions
import Foundation

/// Turns the templates of a file's columns into parts.
///
/// `{field}`, `{field:format}` and `{field:format|variant 2%}` stand in plain text. Formats of numbers look like
/// `0000`, `0.00` or `,0.00`; of days like `dd/MM/yyyy`, with `BE ` before it for the Buddhist Era; `clock` writes
/// seconds as a time; of numbers of members like `0-000-0`, a zero for each digit. Variants are `thai_digits`, `sara_am_in_two` and another format.
struct TemplateCompiler {
    var fields: FieldCompiler
    var texts: TextProgram

    /// Compiles a template and returns where its parts lie; nil when something is wrong.
    mutating func compile(_ node: YAMLNode, _ what: String) -> Range<Int>? {
        guard let text = node.string(what) else { return nil }
        var parts: [TextPart] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            guard literal(rest[..<open], node, &parts) else { return nil }
            guard let close = rest[open...].firstIndex(of: "}") else {
                fields.collector.error(at: node.location, "`{` is not closed in `\(text)`")
                return nil
            }
            guard let part = placeholder(rest[rest.index(after: open)..<close], node) else { return nil }
            parts.append(part)
            rest = rest[rest.index(after: close)...]
        }
        guard literal(rest, node, &parts) else { return nil }
        texts.parts += parts
        return texts.parts.count - parts.count..<texts.parts.count
    }

    private mutating func literal(_ text: Substring, _ node: YAMLNode, _ parts: inout [TextPart]) -> Bool {
        if text.isEmpty { return true }
        guard let bytes = texts.encoding.encode(String(text)) else {
            fields.collector.error(
                at: node.location, "`\(text)` cannot be written in \(texts.encoding.rawValue)")
            return false
        }
        texts.literals += bytes
        parts.append(
            TextPart(kind: .literal, first: texts.literals.count - bytes.count, second: texts.literals.count))
        return true
    }

    private mutating func placeholder(_ text: Substring, _ node: YAMLNode) -> TextPart? {
        let halves = text.split(separator: "|", maxSplits: 1)
        let nameAndFormat = (halves.first ?? "").split(separator: ":", maxSplits: 1)
        guard let name = nameAndFormat.first.map(String.init) else {
            fields.collector.error(at: node.location, "`{}` names no field")
            return nil
        }
        let format = nameAndFormat.count == 2 ? String(nameAndFormat[1]) : nil
        guard let (slot, type) = slot(name, node), var part = part(slot, type, format, name, node) else {
            return nil
        }
        guard halves.count == 2 else { return part }
        let words = halves[1].split(separator: " ")
        guard words.count >= 2, let share = Share(String(words[words.count - 1])) else {
            fields.collector.error(
                at: node.location, "`|\(halves[1])` is not a variant with its share",
                remedy: "write, for example, `{\(name)|thai_digits 2%}`")
            return nil
        }
        part.variantThreshold = Int64((share.fraction * 0x1p32).rounded(.down))
        switch words.dropLast().joined(separator: " ") {
        case "thai_digits": part.variant = .thaiDigits
        case "sara_am_in_two": part.variant = .saraAmInTwo
        case let other:
            guard let otherPart = self.part(slot, type, other, name, node) else { return nil }
            texts.parts.append(otherPart)
            part.variant = .otherPart
            part.variantPart = texts.parts.count - 1
        }
        return part
    }

    /// The slot of a field, or a new one for an attribute of a member or a table's row.
    private mutating func slot(_ name: String, _ node: YAMLNode) -> (Int, FieldType)? {
        if let field = fields.fields[name] { return (field.slot, field.type) }
        if let dot = name.lastIndex(of: "."), ["number", "place"].contains(name[dot...].dropFirst()),
            let field = fields.fields[String(name[..<dot])], case .member = field.type
        {
            return (field.slot, field.type)
        }
        guard let compiled = fields.reference(Located(name, at: node.location)) else { return nil }
        let field = fields.declare(name, compiled.type)
        fields.program.fields.append((field.slot, compiled.node))
        return (field.slot, field.type)
    }

    private mutating func part(
        _ slot: Int, _ type: FieldType, _ format: String?, _ name: String, _ node: YAMLNode
    ) -> TextPart? {
        switch type {
        case .word where format == nil: return TextPart(kind: .word, slot: slot)
        case .number(let decimals): return number(slot, decimals, format, node)
        case .day:
            let isBuddhist = format?.hasPrefix("BE ") ?? false
            texts.patterns.append(
                DayPatternPart.parse(isBuddhist ? String(format?.dropFirst(3) ?? "") : format ?? "yyyy-MM-dd")
            )
            return TextPart(
                kind: .day, slot: slot, first: texts.patterns.count - 1, second: isBuddhist ? 1 : 0)
        case .member where name.hasSuffix(".place"): return TextPart(kind: .memberPlace, slot: slot)
        case .member(let population)
        where fields.shared.populations[population].number != nil && name.hasSuffix(".number"):
            if let format { texts.masks.append(Array(format.utf8)) }
            return TextPart(
                kind: .memberNumber, slot: slot, first: population,
                second: format == nil ? 0 : texts.masks.count)
        default:
            fields.collector.error(
                at: node.location, "`{\(name)}` is \(type.description) and cannot be written so")
            return nil
        }
    }

    private mutating func number(_ slot: Int, _ decimals: Int, _ format: String?, _ node: YAMLNode)
        -> TextPart?
    {
        guard let format else {
            return TextPart(kind: .number, slot: slot, first: 1, second: decimals, decimals: decimals)
        }
        if format == "clock" { return TextPart(kind: .clock, slot: slot) }
        let hasThousands = format.hasPrefix(",")
        let halves = format.drop { $0 == "," }.split(separator: ".", omittingEmptySubsequences: false)
        let shown = halves.count == 2 ? halves[1].count : 0
        guard (1...2).contains(halves.count),
            halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0 == "0" } }), shown >= decimals
        else {
            fields.collector.error(
                at: node.location, "`\(format)` is no format for a number of \(decimals) decimals",
                remedy: "write, for example, `0000`, `0.00` or `,0.00`, with no fewer decimals")
            return nil
        }
        return TextPart(
            kind: .number, slot: slot, first: halves[0].count, second: shown, decimals: decimals,
            hasThousands: hasThousands)
    }
}
