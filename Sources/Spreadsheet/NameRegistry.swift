/// The names that a workbook has given away.
///
/// A class, because the workbook and the sheet that it lends share it. Excel takes upper and lower case for equal.
final class NameRegistry {
    private(set) var sheets: Set<String> = []
    private var ranges: Set<String> = []

    func take(sheet name: String) throws(SpreadsheetError) {
        try checkSheetName(name)
        guard sheets.insert(name.lowercased()).inserted else { throw .sheetNameTwice(name) }
    }

    /// Takes a name for a table or a range; both share one space.
    func take(range name: String) throws(SpreadsheetError) {
        try checkDefinedName(name)
        guard ranges.insert(name.lowercased()).inserted else { throw .tableNameTwice(name) }
    }
}
