/// Says where a private server listens and as whom to connect.
package struct ServerEndpoint: Sendable, Hashable {
    package let socketDirectory: String
    package let port: Int
    package let user: String

    package init(socketDirectory: String, port: Int, user: String) {
        self.socketDirectory = socketDirectory
        self.port = port
        self.user = user
    }

    /// Returns libpq's keyword string for one database of this server.
    package func connectionString(database: String) -> String {
        "host=\(quoted(socketDirectory)) port=\(port) user=\(quoted(user)) dbname=\(quoted(database))"
    }

    /// Quotes a value: "single quotes and backslashes within a value must be escaped with a backslash".
    private func quoted(_ value: String) -> String {
        var text = "'"
        for character in value.unicodeScalars {
            if character == "'" || character == "\\" { text += "\\" }
            text.unicodeScalars.append(character)
        }
        return text + "'"
    }
}
