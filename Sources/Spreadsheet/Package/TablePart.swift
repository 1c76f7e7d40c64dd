/// What a table's part says.
struct TablePart {
    var id = ""
    var name = ""
    var range = ""
    var headers: [String] = []

    init(_ bytes: [UInt8], part: String) throws(SpreadsheetError) {
        var scanner = try XMLScanner(bytes, part: part)
        while let event = try scanner.next() {
            guard case .start(let element) = event else { continue }
            switch element.name {
            case "table":
                id = element.attributes["id"] ?? ""
                name = element.attributes["name"] ?? ""
                range = element.attributes["ref"] ?? ""
            case "tableColumn": headers.append(element.attributes["name"] ?? "")
            default: break
            }
        }
    }

    /// The range as numbers; nil when it is not a range.
    var cells: CellRange? {
        let corners = range.split(separator: ":").compactMap { cellAddress($0) }
        guard corners.count == 2 else { return nil }
        return CellRange(first: corners[0], last: corners[1])
    }
}

/// Reads a cell such as `C7`.
func cellAddress(_ text: some StringProtocol) -> CellAddress? {
    let letters = text.utf8.prefix(while: isASCIILetter)
    guard !letters.isEmpty, letters.count <= 3, let row = Int(text.dropFirst(letters.count)) else {
        return nil
    }
    let column = letters.reduce(0) { $0 * 26 + Int($1 & 0x1F) } - 1
    let address = CellAddress(row: row - 1, column: column)
    return address.isInsideSheet ? address : nil
}
