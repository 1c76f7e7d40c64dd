/// One SELECT of a statement, taken apart as far as the rules of a distributed database ask: its own words, and the
/// SELECTs within it by the clause that they stand in.
struct SQLScope {
    enum Clause { case with, select, from, condition, rest }

    private(set) var words: [String] = []
    private(set) var within: [SQLScope] = []
    /// The clause of each of these.
    private(set) var places: [Clause] = []
    private var clause = Clause.rest

    /// Takes a statement without string literals that contain quotes of identifiers.
    init(_ statement: String) {
        var rest = ArraySlice(Self.words(of: statement))
        self.init(&rest)
    }

    private init(_ rest: inout ArraySlice<String>) { read(&rest) }

    /// Reads up to the parenthesis that ends it; one that opens no SELECT is read as part of the clause that it stands in.
    private mutating func read(_ rest: inout ArraySlice<String>) {
        let outer = clause
        while let word = rest.popFirst(), word != ")" {
            switch word {
            case "(" where ["select", "with"].contains(rest.first ?? ""):
                let place = clause
                words += ["(", ")"]
                within.append(SQLScope(&rest))
                places.append(place)
                continue
            case "(":
                words.append("(")
                read(&rest)
                words.append(")")
                continue
            case "with": clause = .with
            case "select": clause = .select
            case "from", "join": clause = .from
            case "where", "on", "having": if clause != .select { clause = .condition }
            case "group", "order", "limit": if clause != .select { clause = .rest }
            default: break
            }
            words.append(word)
        }
        clause = outer
    }

    /// Identifiers keep their quotes, qualified ones are one word; what is within single quotes is `''`.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var quote: UInt8?
        func end() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word = []
        }
        for byte in text.utf8 {
            if let open = quote {
                // A quote within is written twice, and so ends and begins again.
                if open == UInt8(ascii: "\"") { word.append(byte) }
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "'"):
                end()
                words.append("''")
                quote = byte
            case UInt8(ascii: "\""):
                word.append(byte)
                quote = byte
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                word.append(byte)
            case UInt8(ascii: " "), UInt8(ascii: "\n"): end()
            default:
                end()
                words.append(String(UnicodeScalar(byte)))
            }
        }
        end()
        return words
    }

    /// The tables that it reads, each with its alias and how it is joined; the words of a SELECT in FROM count as none.
    var tables: [(name: String, alias: String, join: String)] {
        words.indices.compactMap { index in
            guard ["from", "join"].contains(words[index]), index + 1 < words.count else { return nil }
            var kind = words[index]
            if kind == "join", index > 0, ["left", "right", "full", "cross", "outer"].contains(words[index - 1]) {
                kind = words[index - 1]
            }
            guard words[index + 1] == "(" else {
                let alias = index + 2 < words.count ? words[index + 2] : ""
                return (words[index + 1], alias, kind)
            }
            let end = words[(index + 1)...].firstIndex(of: ")") ?? index
            return ("", end + 1 < words.count ? words[end + 1] : "", kind)
        }
    }

    /// The words that stand before a parenthesis: functions, and keywords that are followed by one.
    var calls: [String] {
        words.indices.dropLast().compactMap {
            words[$0 + 1] == "(" && words[$0].first?.isLetter == true ? words[$0] : nil
        }
    }

    /// The aliases that its own words refer to.
    var references: Set<String> {
        let tables = Set(tables.map(\.name))
        return Set(
            words.filter { $0.contains(".") && !tables.contains($0) }.compactMap { $0.split(separator: ".").first }
                .map(String.init))
    }
}
