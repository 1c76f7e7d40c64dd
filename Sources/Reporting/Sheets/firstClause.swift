internal import Definitions

/// Cuts a description down to the words that can stand as a label.
///
/// English ends at the first comma, colon, semicolon, bracket or full stop. Thai, which writes words without spaces,
/// ends at the first space too.
func firstClause(of text: String, language: Language) -> String {
    var clause = ""
    var rest = text[...]
    while let character = rest.popFirst() {
        if ",;:(".contains(character) { break }
        if character == ".", rest.first == " " || rest.isEmpty { break }
        if character == " ", language == .thai { break }
        clause.append(character)
    }
    while clause.last == " " { clause.removeLast() }
    return clause
}
