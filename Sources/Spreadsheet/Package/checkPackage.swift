/// Reads the written file back and refuses it when it breaks a rule of its format.
///
/// The last guard: what was checked before each call is checked once more in the bytes that a reader will get.
func checkPackage(path: String) throws(SpreadsheetError) {
    let archive = try ZipArchive(bytes: readFile(path))
    let required = [
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    ]
    for part in required where !archive.contains(part) {
        throw .damagedPackage(part: part, reason: "it is missing")
    }

    let sharedStrings = try readSharedStrings(archive)
    var tables = TableRegister()
    for part in archive.names where part.hasPrefix("xl/tables/") {
        try tables.add(TablePart(archive.contents(of: part), part: part), part: part)
    }
    for part in archive.names where part.hasSuffix(".xml") || part.hasSuffix(".rels") {
        if part.hasPrefix("xl/worksheets/sheet") {
            try checkSheet(part, archive: archive, sharedStrings: sharedStrings, tables: tables)
        } else if !part.hasPrefix("xl/tables/") && part != "xl/sharedStrings.xml" {
            try checkWellFormed(archive.contents(of: part), part: part)
        }
    }
}

/// The tables of a package by part; each name and number once.
private struct TableRegister {
    private(set) var parts: [String: TablePart] = [:]
    private var names: Set<String> = []
    private var ids: Set<String> = []

    mutating func add(_ table: TablePart, part: String) throws(SpreadsheetError) {
        guard names.insert(table.name.lowercased()).inserted, ids.insert(table.id).inserted else {
            throw .damagedPackage(part: part, reason: "table `\(table.name)` is there twice")
        }
        guard let range = table.cells, range.isInsideSheet, range.last.row > range.first.row else {
            throw .damagedPackage(part: part, reason: "`\(table.range)` is no range for a table")
        }
        guard Set(table.headers.map { $0.lowercased() }).count == table.headers.count,
            table.headers.count == range.last.column - range.first.column + 1
        else { throw .damagedPackage(part: part, reason: "its headers are not one for each column") }
        parts[part] = table
    }
}

/// Checks a sheet's cells, and its tables against them.
private func checkSheet(
    _ part: String, archive: ZipArchive, sharedStrings: [String], tables: TableRegister
) throws(SpreadsheetError) {
    let ownTables = try tableParts(of: part, archive: archive)
    let own = ownTables.compactMap { tables.parts[$0] }
    guard own.count == ownTables.count else {
        throw .damagedPackage(part: part, reason: "a table of it is missing")
    }
    let headerRows = Set(own.compactMap { $0.cells?.first.row }.map { $0 + 1 })
    let sheet = try SheetPart(
        archive.contents(of: part), part: part, sharedStrings: sharedStrings, headerRows: headerRows.contains)
    guard sheet.tableRelations.count == own.count else {
        throw .damagedPackage(
            part: part, reason: "it has \(own.count) tables but names \(sheet.tableRelations.count)")
    }
    let used = sheet.usedRange.split(separator: ":").compactMap { cellAddress($0) }
    for (offset, table) in own.enumerated() {
        guard let range = table.cells else { continue }
        if own[..<offset].contains(where: { $0.cells?.overlaps(range) ?? false }) {
            throw .damagedPackage(part: part, reason: "table `\(table.name)` overlaps another")
        }
        if let last = used.last, last.row < range.last.row || last.column < range.last.column {
            throw .damagedPackage(part: part, reason: "table `\(table.name)` reaches beyond the cells")
        }
        for (index, header) in table.headers.enumerated() {
            let cell = CellAddress(row: range.first.row, column: range.first.column + index)
            guard sheet.texts[cell.description] == header else {
                throw .damagedPackage(part: part, reason: "\(cell) is not the header `\(header)`")
            }
        }
    }
}

/// Finds the tables that a sheet's relations name, as parts of the package.
private func tableParts(of sheet: String, archive: ZipArchive) throws(SpreadsheetError) -> [String] {
    let name = sheet.split(separator: "/").last.map(String.init) ?? ""
    let relations = "xl/worksheets/_rels/\(name).rels"
    guard archive.contains(relations) else { return [] }
    var scanner = try XMLScanner(archive.contents(of: relations), part: relations)
    var parts: [String] = []
    while let event = try scanner.next() {
        guard case .start(let element) = event, element.attributes["TargetMode"] != "External",
            let target = element.attributes["Target"]
        else { continue }
        let part = target.hasPrefix("../") ? "xl/" + target.dropFirst(3) : "xl/worksheets/" + target
        guard archive.contains(part) else {
            throw .damagedPackage(part: relations, reason: "`\(target)` is missing")
        }
        if part.hasPrefix("xl/tables/") { parts.append(part) }
    }
    return parts
}

private func readSharedStrings(_ archive: ZipArchive) throws(SpreadsheetError) -> [String] {
    let part = "xl/sharedStrings.xml"
    guard archive.contains(part) else { return [] }
    var scanner = try XMLScanner(archive.contents(of: part), part: part)
    var strings: [String] = []
    while let event = try scanner.next() {
        switch event {
        case .start(let element): if element.name == "si" { strings.append("") }
        case .text(let text): if !strings.isEmpty { strings[strings.count - 1] += text }
        case .end: break
        }
    }
    return strings
}

private func checkWellFormed(_ bytes: [UInt8], part: String) throws(SpreadsheetError) {
    var scanner = try XMLScanner(bytes, part: part)
    while try scanner.next() != nil {}
}
