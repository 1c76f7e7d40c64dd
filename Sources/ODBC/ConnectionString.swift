/// An ODBC connection string, taken apart: `DSN=name;UID=user;PWD={a;b}`.
///
/// SQLDriverConnect, "Connection Strings": entries are parted by semicolons; a value in braces may hold anything, a
/// closing brace doubled. Of a key that stands there twice the first counts.
package struct ConnectionString: Sendable, CustomStringConvertible {
    /// Why a text is not a connection string; names keys, never values.
    package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    package struct Entry: Hashable, Sendable {
        package let key: String
        package let value: String
    }

    package private(set) var entries: [Entry] = []
    /// The string as a driver takes it, secrets included.
    private(set) var text: String

    package init(_ text: String) throws(Problem) {
        self.text = text
        var rest = Substring(text)
        while true {
            rest = rest.drop { $0 == ";" || $0.isWhitespace }
            if rest.isEmpty { return }
            guard let sign = rest.firstIndex(of: "="), !rest[..<sign].contains(";") else {
                // What stands there may be a part of a password, so it is not shown.
                throw Problem(description: "entry \(entries.count + 1) has no `=`")
            }
            let key = Self.trimmed(rest[..<sign])
            guard !key.isEmpty else { throw Problem(description: "entry \(entries.count + 1) has no key before `=`") }
            rest = rest[rest.index(after: sign)...].drop { $0 == " " }
            let value = try rest.first == "{" ? Self.braced(&rest, of: key) : Self.plain(&rest)
            entries.append(Entry(key: key, value: value))
        }
    }

    private static func plain(_ rest: inout Substring) -> String {
        let end = rest.firstIndex(of: ";") ?? rest.endIndex
        defer { rest = rest[end...] }
        return trimmed(rest[..<end])
    }

    private static func braced(_ rest: inout Substring, of key: String) throws(Problem) -> String {
        var value = ""
        rest.removeFirst()
        while let character = rest.popFirst() {
            guard character == "}" else {
                value.append(character)
                continue
            }
            if rest.first == "}" {
                value.append("}")
                rest.removeFirst()
                continue
            }
            rest = rest.drop { $0 == " " }
            guard rest.isEmpty || rest.first == ";" else {
                throw Problem(description: "after the closing brace of `\(key)` something follows before `;`")
            }
            return value
        }
        throw Problem(description: "the brace that opens the value of `\(key)` is never closed")
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// The value of a key, in whatever letters it is written.
    package subscript(_ key: String) -> String? {
        entries.first { $0.key.lowercased() == key.lowercased() }?.value
    }

    /// The string with entries added whose keys it lacks; what was written stays as it was.
    func adding(_ further: [Entry]) -> ConnectionString {
        var copy = self
        for entry in further where self[entry.key] == nil {
            copy.entries.append(entry)
            copy.text += (copy.text.hasSuffix(";") ? "" : ";") + "\(entry.key)=\(entry.value)"
        }
        return copy
    }

    /// Whether the value of a key is to be kept from everybody.
    package static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return ["pwd", "pass", "secret", "token"].contains { key.contains($0) } || key == "authentication_key"
    }

    /// The string for people, without the values of its secrets.
    package var description: String {
        entries.map { "\($0.key)=\(Self.isSecret($0.key) ? "•••" : $0.value)" }.joined(separator: ";")
    }
}
