/// Makes the words of the tabs fit Excel: 31 characters, none of `[]:*?/\`, each once, none that reads as a cell.
func sheetNames(for wanted: [String]) -> [String] {
    var taken: Set<String> = []
    return wanted.map { words in
        let plain = allowed(words)
        var name = cut(plain, to: 31)
        var number = 2
        while !taken.insert(name.lowercased()).inserted {
            let suffix = " (\(number))"
            name = cut(plain, to: 31 - suffix.utf16.count) + suffix
            number += 1
        }
        return name
    }
}

private func allowed(_ words: String) -> String {
    var plain = ""
    for character in words {
        switch character {
        case "[": plain.append("(")
        case "]": plain.append(")")
        case ":", "*", "?", "/", "\\": plain.append("-")
        case "'": plain.append("\u{2019}")
        default: plain.append(character)
        }
    }
    // A bare number or `FY24` would be read as a cell in formulas that name the sheet without quotes.
    let isBare = plain.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
    if plain.isEmpty || (isBare && plain.contains(where: \.isNumber)) { plain = "– " + plain }
    return plain
}

/// Cuts at a character, so that no Thai vowel or tone mark loses its consonant.
private func cut(_ text: String, to limit: Int) -> String {
    var short = text
    while short.utf16.count > limit { short.removeLast() }
    return short
}
