/// What `uptake.yaml` says of the project as a whole.
package struct ProjectSettings: Sendable {
    /// A database that feeds come from; its secret is never in the definition.
    package struct NamedConnection: Sendable {
        package let name: Located<String>
        /// The environment variable that holds the connection string.
        package let environment: String?
        /// A file, owner-readable only, that holds the connection string.
        package let file: String?
        /// The database of the private server that stands in when neither is there.
        package let privateDatabase: String?
    }

    /// Where the key of the pseudonyms is.
    package struct PseudonymKeySource: Sendable {
        package let file: Located<String>
        /// Whether a random key is written there when there is none.
        package let create: Bool
    }

    /// How long rows that a later delivery replaced are kept: as long as one of both holds.
    package struct Retention: Sendable, Equatable {
        /// A retired version of a slice is kept while it is among this many last ones of its slice.
        package let versions: Int
        /// A retired version is kept until this many days after it was replaced.
        package let days: Int
    }

    package let name: Located<String>
    package let title: LocalizedText
    package let organisation: LocalizedText
    package let contact: LocalizedText?
    package let timeZone: Located<String>
    package let languages: [Language]
    /// The folder that workbooks go to, relative to the project.
    package let output: String
    package let pseudonymKey: PseudonymKeySource?
    package let connections: [NamedConnection]
    package let retention: Retention
    /// The words for the units of measures and metrics.
    package let units: [String: LocalizedText]

    init?(_ node: YAMLNode) {
        guard var mapping = node.mapping("uptake.yaml") else { return nil }
        let collector = node.collector
        let name = mapping.string("project")
        name?.checkIdentifier("project", collector)
        let title = mapping.text("title")
        let organisation = mapping.text("organisation")
        contact = mapping.optionalText("contact")
        let timeZone = mapping.string("time_zone")
        languages = (mapping.optionalStrings("languages") ?? []).compactMap { word in
            if let language = Language(rawValue: word.value) { return language }
            collector.error(at: word.location, "`\(word.value)` is not a language", remedy: "use `th`, `en` or both")
            return nil
        }
        output = mapping.optionalString("output")?.value ?? "workbooks"
        pseudonymKey = mapping.node("pseudonym_key").flatMap(Self.readKey)
        var connectionList = mapping.optionalMapping("connections")
        connections = connectionList?.entries().compactMap { Self.readConnection($0.key, $0.value) } ?? []
        retention = Self.readRetention(mapping.node("retention"))
        var units: [String: LocalizedText] = [:]
        if var list = mapping.optionalMapping("units") {
            for entry in list.entries() { units[entry.key.value] = LocalizedText(entry.value, entry.key.value) }
        }
        self.units = units
        mapping.rejectUnreadKeys()
        guard let name, let title, let organisation, let timeZone else { return nil }
        self.name = name
        self.title = title
        self.organisation = organisation
        self.timeZone = timeZone
    }

    private static func readKey(_ node: YAMLNode) -> PseudonymKeySource? {
        guard var mapping = node.mapping("pseudonym_key") else { return nil }
        let file = mapping.string("file")
        let create = mapping.optionalBoolean("create") ?? false
        mapping.rejectUnreadKeys()
        return file.map { PseudonymKeySource(file: $0, create: create) }
    }

    private static func readRetention(_ node: YAMLNode?) -> Retention {
        var mapping = node?.mapping("retention")
        let versions = mapping?.optionalInteger("versions", atLeast: 0)?.value ?? 3
        let days = mapping?.optionalInteger("days", atLeast: 0)?.value ?? 400
        mapping?.rejectUnreadKeys()
        return Retention(versions: versions, days: days)
    }

    private static func readConnection(_ name: Located<String>, _ node: YAMLNode) -> NamedConnection? {
        guard var mapping = node.mapping(name.value) else { return nil }
        let environment = mapping.optionalString("environment")?.value
        let file = mapping.optionalString("file")?.value
        let privateDatabase = mapping.optionalString("private_database")?.value
        mapping.rejectUnreadKeys()
        for value in [environment, file, privateDatabase] where value?.contains("=") == true {
            // What stands there may hold a password, so it is not repeated.
            node.collector.error(
                at: node.location, "connection `\(name.value)` holds a connection string, which has no place here",
                remedy: "put it into an environment variable, or a file that only its owner can read, and name that")
            return nil
        }
        if environment == nil, file == nil, privateDatabase == nil {
            node.collector.error(
                at: node.location, "connection `\(name.value)` leads nowhere",
                remedy: "name its `environment:` variable, its `file:` or a `private_database:`")
        }
        return NamedConnection(name: name, environment: environment, file: file, privateDatabase: privateDatabase)
    }
}
