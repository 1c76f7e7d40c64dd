/// What kind of rule a row broke.
package enum RejectClass: String, CaseIterable, Sendable {
    /// A value that is not of its type: a number, a day.
    case cast
    case missingColumn = "missing column"
    case extraColumn = "extra column"
    /// Quotes that strict CSV refuses.
    case unquotedValue = "unquoted value"
    case size
    case encoding
    case lookup
    case rule
    case duplicate
}

/// One reason why a row was not loaded, or was loaded with a warning.
package struct Reject: Sendable {
    package enum Severity: String, Sendable { case reject, warn }

    /// The place of a record in its source.
    package struct Place: Sendable, Hashable {
        package let line: Int32
        package let byteOffset: Int64
        package let byteLength: Int32

        package init(line: Int32, byteOffset: Int64, byteLength: Int32) {
            self.line = line
            self.byteOffset = byteOffset
            self.byteLength = byteLength
        }
    }

    /// What a row is that says the same as an earlier one; nothing is lost with it.
    package static let equalRule = "equal to another row"
    /// What a row is that shares the key of an earlier one and says something else.
    package static let conflictingRule = "conflicting to another row"

    package var place: Place
    /// The number of the source column, from 1; nil when the whole record is meant.
    package var columnIndex: Int?
    package var column: String?
    package var rejectClass: RejectClass
    package var severity: Severity
    /// The rule in the definition's own words, such as `minimum: 0`; the same for every row that breaks it.
    package var rule: String
    /// What is particular to this row, such as the line that it repeats.
    package var detail: String?
    /// What to do, in English and in Thai.
    package var actionEnglish: String
    package var actionThai: String
    /// The start of the value; nil for personal data and for whole records.
    package var value: String?
    /// A short mark of the key that no member had, by which a later run sees that one has it now; nil for other rules.
    package var sought: Int32?

    package init(
        place: Place, columnIndex: Int? = nil, column: String? = nil, rejectClass: RejectClass,
        severity: Severity = .reject, rule: String, detail: String? = nil, actionEnglish: String, actionThai: String,
        value: String? = nil
    ) {
        self.place = place
        self.columnIndex = columnIndex
        self.column = column
        self.rejectClass = rejectClass
        self.severity = severity
        self.rule = rule
        self.detail = detail
        self.actionEnglish = actionEnglish
        self.actionThai = actionThai
        self.value = value.map(Self.masked)
    }

    /// Shortens a value and hides digit groups long enough to be a person's number.
    package static func masked(_ value: String) -> String {
        var text = ""
        var group = ""
        var digits = 0
        func flush() {
            text += digits >= 9 ? String(repeating: "•", count: group.count) : group
            group = ""
            digits = 0
        }
        // A group that the end of the shown part cuts through is still judged by all of its digits.
        for character in value.prefix(100) {
            if character.isNumber {
                group.append(character)
                digits += 1
            } else if digits > 0, character == "-" || character == " ", group.count < 17 {
                group.append(character)
            } else {
                flush()
                text.append(character)
            }
        }
        flush()
        return String(text.prefix(60))
    }
}
