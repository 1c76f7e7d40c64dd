/// What a sheet's part says, as far as its tables depend on it.
struct SheetPart {
    /// Text cells by address, for comparison with table headers.
    private(set) var texts: [String: String] = [:]
    private(set) var tableRelations: [String] = []
    private(set) var usedRange = ""

    /// Reads the sheet; every number must be finite, every text must exist, every formula must have a value.
    init(_ bytes: [UInt8], part: String, sharedStrings: [String], headerRows: (Int) -> Bool)
        throws(SpreadsheetError)
    {
        var scanner = try XMLScanner(bytes, part: part)
        var address = ""
        var type: String?
        var value: String?
        var isFormula = false
        var element = ""
        while let event = try scanner.next() {
            switch event {
            case .start(let start):
                element = start.name
                switch start.name {
                case "c":
                    address = start.attributes["r"] ?? ""
                    type = start.attributes["t"]
                    value = nil
                    isFormula = false
                case "f": isFormula = true
                case "dimension": usedRange = start.attributes["ref"] ?? ""
                case "tablePart": tableRelations.append(start.attributes["r:id"] ?? "")
                default: break
                }
            case .text(let text): if element == "v" { value = (value ?? "") + text }
            case .end(let name):
                element = ""
                guard name == "c" else { continue }
                guard let value else {
                    if isFormula {
                        throw .damagedPackage(part: part, reason: "the formula in \(address) has no value")
                    }
                    continue
                }
                switch type {
                case nil:
                    guard let number = Double(value), number.isFinite else {
                        throw .damagedPackage(
                            part: part, reason: "\(address) holds `\(value)`, which is no number")
                    }
                case "s":
                    guard let index = Int(value), sharedStrings.indices.contains(index) else {
                        throw .damagedPackage(
                            part: part, reason: "\(address) names text \(value), which is missing")
                    }
                    if let row = Int(address.drop(while: \.isLetter)), headerRows(row) {
                        texts[address] = sharedStrings[index]
                    }
                default: break
                }
            }
        }
    }
}
