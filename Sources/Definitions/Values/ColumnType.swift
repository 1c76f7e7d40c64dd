/// The types a star column can have (DESIGN §4).
package enum ColumnType: Hashable, Sendable, CustomStringConvertible {
    case integer
    case bigint
    case decimal(precision: Int, scale: Int)
    case text
    case date
    case timestamp
    case boolean
    /// A keyed pseudonym of a personal identifier: the first 128 bits of HMAC-SHA-256.
    case pseudonym

    /// Parses `integer`, `decimal(14,2)` and so on.
    package init?(_ text: String) {
        switch text {
        case "integer": self = .integer
        case "bigint": self = .bigint
        case "text": self = .text
        case "date": self = .date
        case "timestamp": self = .timestamp
        case "boolean": self = .boolean
        case "pseudonym": self = .pseudonym
        default:
            guard text.hasPrefix("decimal("), text.hasSuffix(")") else { return nil }
            let parts = text.dropFirst(8).dropLast().split(separator: ",", omittingEmptySubsequences: false)
                .map { Int($0.trimming(while: { $0 == " " })) }
            // Eighteen digits always fit a signed 64-bit integer, which is how the engine carries a decimal.
            guard parts.count == 2, let precision = parts[0], let scale = parts[1], (1...18).contains(precision),
                (0...precision).contains(scale)
            else { return nil }
            self = .decimal(precision: precision, scale: scale)
        }
    }

    package static let spellings =
        "integer, bigint, decimal(p,s) with p up to 18, text, date, timestamp, boolean, pseudonym"

    package var description: String {
        switch self {
        case .integer: "integer"
        case .bigint: "bigint"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        case .text: "text"
        case .date: "date"
        case .timestamp: "timestamp"
        case .boolean: "boolean"
        case .pseudonym: "pseudonym"
        }
    }

    package var isNumeric: Bool {
        switch self {
        case .integer, .bigint, .decimal: true
        default: false
        }
    }
}

extension Substring {
    /// The text without the leading and trailing characters that match.
    fileprivate func trimming(while matches: (Character) -> Bool) -> String {
        var part = self.drop(while: matches)
        while let last = part.last, matches(last) { part.removeLast() }
        return String(part)
    }
}

extension YAMLNode {
    package func columnType(_ what: String) -> ColumnType? {
        guard let text = string(what) else { return nil }
        if let type = ColumnType(text) { return type }
        collector.error(at: location, "`\(text)` is not a type", remedy: "use one of \(ColumnType.spellings)")
        return nil
    }
}
