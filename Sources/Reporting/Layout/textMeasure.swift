/// Counts the glyphs that take room: Thai vowels and tone marks above and below a consonant take none.
func glyphCount(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(into: 0) { count, scalar in
        switch scalar.value {
        case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E: break
        default: count += 1
        }
    }
}

/// Estimates how many lines a text takes in a cell that is `width` glyphs wide.
func wrappedLineCount(_ text: String, width: Int) -> Int {
    let width = max(1, width)
    var lines = 0
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
        var used = 0
        lines += 1
        for word in paragraph.split(separator: " ") {
            let length = glyphCount(word)
            if used > 0, used + 1 + length <= width {
                used += 1 + length
            } else {
                if used > 0 { lines += 1 }
                // Thai has no spaces between words: a long run breaks somewhere before the edge.
                let usable = max(1, width * 9 / 10)
                lines += length > width ? (length - 1) / usable : 0
                used = length > width ? length % usable : length
            }
        }
    }
    return max(1, lines)
}

/// Breaks a paragraph at spaces into lines of at most `width` glyphs; a longer run stays whole.
func lines(of paragraph: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(separator: " ") {
        if line.isEmpty {
            line = String(word)
        } else if glyphCount(line) + 1 + glyphCount(word) <= width {
            line += " " + word
        } else {
            lines.append(line)
            line = String(word)
        }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
}
