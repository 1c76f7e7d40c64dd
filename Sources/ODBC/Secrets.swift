/// The values of a connection string that must never be shown.
struct Secrets: Sendable {
    private let values: [String]

    init(_ connectionString: ConnectionString) {
        values = connectionString.entries.filter { ConnectionString.isSecret($0.key) && !$0.value.isEmpty }
            .map(\.value).sorted { $0.utf8.count > $1.utf8.count }
    }

    /// The text with dots in the place of every secret.
    func hidden(in text: String) -> String {
        values.reduce(text) { text, value in
            text.split(separator: value, omittingEmptySubsequences: false).joined(separator: "•••")
        }
    }
}
