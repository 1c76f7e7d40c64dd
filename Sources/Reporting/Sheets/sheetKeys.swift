/// Makes a key of each sheet's English name: `Loans by branch` becomes `loans_by_branch`, each once.
///
/// Keys name the tables, so that formulas and other programs find the same table in every language.
func sheetKeys(_ names: [String]) -> [String] {
    var taken: Set<String> = ["contents", "notes", "definitions", "control_totals"]
    return names.map { name in
        var key = ""
        for character in name.lowercased() {
            if character.isASCII, character.isLetter || character.isNumber {
                key.append(character)
            } else if !key.isEmpty, key.last != "_" {
                key.append("_")
            }
        }
        while key.last == "_" { key.removeLast() }
        let stem = key.isEmpty ? "sheet" : String(key.prefix(60))
        var unique = stem
        var number = 2
        while !taken.insert(unique).inserted {
            unique = "\(stem)_\(number)"
            number += 1
        }
        return unique
    }
}
