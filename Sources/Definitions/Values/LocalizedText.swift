/// The languages that definitions, workbooks and messages come in.
package enum Language: String, CaseIterable, Hashable, Sendable {
    case thai = "th"
    case english = "en"
}

/// A text in every language of the project.
package struct LocalizedText: Hashable, Sendable {
    package var english: String
    package var thai: String

    package init(english: String, thai: String) {
        self.english = english
        self.thai = thai
    }

    /// Reads `{ en: …, th: … }`; both are required, since every workbook is published in both.
    package init?(_ node: YAMLNode, _ what: String) {
        guard var mapping = node.mapping(what) else { return nil }
        let english = mapping.string("en")
        let thai = mapping.string("th")
        mapping.rejectUnreadKeys()
        guard let english, let thai else { return nil }
        self.init(english: english.value, thai: thai.value)
    }

    package subscript(language: Language) -> String {
        switch language {
        case .english: english
        case .thai: thai
        }
    }
}

extension YAMLMapping {
    package mutating func text(_ key: String) -> LocalizedText? {
        required(key).flatMap { LocalizedText($0, key) }
    }

    package mutating func optionalText(_ key: String) -> LocalizedText? {
        node(key).flatMap { LocalizedText($0, key) }
    }
}
