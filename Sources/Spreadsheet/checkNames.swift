/// Refuses a sheet name that Excel refuses, or that the library would write into formulas without quotes.
func checkSheetName(_ name: String) throws(SpreadsheetError) {
    try checkLine(name, "a sheet name", limit: 31)
    if name.contains(where: { "[]:*?/\\".contains($0) }) {
        throw .sheetName(name, reason: "it contains one of [ ] : * ? / \\")
    }
    if name.contains("'") {
        throw .sheetName(name, reason: "it contains an apostrophe; use \u{2019} instead")
    }
    if name.lowercased() == "history" { throw .sheetName(name, reason: "Excel keeps this name for itself") }
    // The library quotes a name only when it has a character besides letters, digits, `_` and `.`; a name of digits
    // and one that reads as a cell must be quoted too.
    let isBare = name.utf8.allSatisfy {
        isASCIILetter($0) || isASCIIDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
    }
    guard isBare, let first = name.utf8.first else { return }
    if !isASCIILetter(first) && first != UInt8(ascii: "_") || readsAsCell(name) {
        throw .sheetName(name, reason: "it reads as a number or a cell; add a word and a space")
    }
}

/// Refuses a name that cannot stand for a table or a range.
func checkDefinedName(_ name: String) throws(SpreadsheetError) {
    try checkLine(name, "a table name", limit: 255, bytes: 120)
    for (index, scalar) in name.unicodeScalars.enumerated() {
        let isLetter = scalar.properties.isAlphabetic || scalar == "_" || scalar == "\\"
        let isFollower = isLetter || scalar.properties.numericType != nil || scalar == "."
        guard index == 0 ? isLetter : isFollower else {
            throw .definedName(name, reason: "it must be letters, digits, `_` and `.`, a letter first")
        }
    }
    if readsAsCell(name) { throw .definedName(name, reason: "it reads as a cell") }
}

/// Tells whether a name could be taken for a cell, such as `FY24`, `R1C1`, `R` or `c3`.
private func readsAsCell(_ name: String) -> Bool {
    let letters = name.uppercased()
    let head = letters.prefix(while: \.isLetter)
    let tail = letters.dropFirst(head.count)
    if (1...3).contains(head.count), !tail.isEmpty, tail.allSatisfy({ $0.isASCII && $0.isNumber }) {
        return true
    }
    guard letters.first == "R" || letters.first == "C" else { return false }
    // R1C1 references: R, C, RC, R1, C1, R1C1.
    var rest = letters[...]
    for axis in ["R", "C"] as [Character] where rest.first == axis {
        rest = rest.dropFirst().drop(while: { $0.isASCII && $0.isNumber })
    }
    return rest.isEmpty
}

func isASCIILetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

func isASCIIDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
