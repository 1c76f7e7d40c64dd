internal import Definitions
package import Spreadsheet

/// Writes a workbook document as a file: cover, contents, then its sheets.
package struct WorkbookWriter {
    let document: WorkbookDocument
    let phrases: Phrases
    let theme: Theme
    /// The tab of each sheet by its key.
    let tabs: [String: String]
    let coverTab: String
    let contentsTab: String

    package init(_ document: WorkbookDocument) {
        self.document = document
        phrases = Phrases(document.language)
        theme = Theme(language: document.language)
        let names = sheetNames(for: [phrases.cover, phrases.contents] + document.sheets.map(\.name))
        coverTab = names[0]
        contentsTab = names[1]
        tabs = Dictionary(
            zip(document.sheets.map(\.key), names.dropFirst(2)), uniquingKeysWith: { first, _ in first })
    }

    /// Writes the file; the one that stood there is replaced only by a whole one.
    package func write(to path: String) throws(SpreadsheetError) {
        var workbook = try Workbook(path: path)
        try workbook.setProperties(properties)
        try addCover(to: &workbook)
        try addContents(to: &workbook)
        for sheet in document.sheets { try add(sheet, to: &workbook) }
        try workbook.close()
    }

    /// The footer of each printed page, in the workbook's font.
    var pageFooter: String {
        phrases.pageFooter(
            document.title, font: "&\"\(theme.chartFontName),Regular\"&\(Int(theme.chartFontSize))")
    }

    private var properties: DocumentProperties {
        var properties = DocumentProperties(
            title: "\(document.title), \(document.period)", author: document.organisation,
            created: document.created)
        properties.subject = document.period
        properties.company = document.organisation
        properties.custom =
            [("Language", .text(document.language.rawValue)), ("Profile", .text(document.profile.rawValue))]
            + document.properties.map { ($0.name, .text(String($0.value.prefix(255)))) }
        return properties
    }
}
