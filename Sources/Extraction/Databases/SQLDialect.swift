/// How a source database writes names, days and moments; all other SQL that is made for it is the same everywhere.
package struct SQLDialect: Sendable {
    private let quote: (open: String, close: String)
    private let dayPrefix: String
    private let momentPrefix: String
    private let literalEnd: String
    /// How a statement says that it wants so many rows.
    let limit: RowLimit

    /// PostgreSQL.
    package static let postgres = SQLDialect(
        quote: ("\"", "\""), dayPrefix: "date '", momentPrefix: "'", literalEnd: "'", limit: .limit)

    /// Whatever an ODBC driver speaks for: it translates the escapes of its own standard.
    ///
    /// - Parameters:
    ///   - quote: what the driver says identifiers stand in; empty where they cannot be quoted.
    ///   - limit: how the database is told how many rows are wanted.
    package static func odbc(quote: String, limit: RowLimit = .fetchFirst) -> SQLDialect {
        let close = quote == "[" ? "]" : quote
        return SQLDialect(
            quote: (quote, close), dayPrefix: "{d '", momentPrefix: "{ts '", literalEnd: "'}", limit: limit)
    }

    private init(
        quote: (String, String), dayPrefix: String, momentPrefix: String, literalEnd: String, limit: RowLimit
    ) {
        self.limit = limit
        self.quote = quote
        self.dayPrefix = dayPrefix
        self.momentPrefix = momentPrefix
        self.literalEnd = literalEnd
    }

    package func identifier(_ name: String) -> String {
        quote.open + name.replacing(quote.close, with: quote.close + quote.close) + quote.close
    }

    /// A day that is written as ISO 8601 does.
    package func day(_ text: String) -> String { dayPrefix + bare(text) + literalEnd }

    /// A value of a column, from the text that the database gave for it.
    package func literal(_ text: String, _ kind: SourceColumn.Kind) -> String {
        switch kind {
        case .integer, .decimal: text.filter { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == ".") }
        case .date: day(text)
        case .timestamp, .zonedTimestamp: momentPrefix + bare(text) + literalEnd
        default: "'" + text.replacing("'", with: "''") + "'"
        }
    }

    /// Days and moments hold nothing that would end a literal.
    private func bare(_ text: String) -> String { text.filter { $0 != "'" } }
}
