internal import Definitions

/// Collects what a reader must know: notes of the report, of its sheets and figures, and the symbols in use.
struct NotesSheet {
    let definition: ReportDefinition
    let language: Language

    /// One row per note, numbered, with what it is about.
    func document(subtitle: String, symbols: Set<StatisticalSymbol>, labels: (FigureDefinition) -> String)
        -> SheetDocument
    {
        let phrases = Phrases(language)
        var notes = definition.notes.map { (phrases.wholeReport, $0[language]) }
        for sheet in definition.sheets {
            notes += sheet.notes.map { (sheet.name.value[language], $0[language]) }
            guard case .figures(let figures) = sheet.content else { continue }
            notes += figures.compactMap { figure in
                figure.note.map { (labels(figure), $0[language]) }
            }
        }
        notes += StatisticalSymbol.allCases.filter(symbols.contains).map { ($0.shown, phrases.meaning(of: $0)) }
        let rows = notes.enumerated().map { number, note in
            [LayoutCell.integer(number + 1), .text(note.0), .text(note.1)]
        }
        return SheetDocument(
            key: "notes", name: phrases.notes, kind: .notes, title: phrases.notesTitle, subtitle: subtitle,
            table: TableDocument(
                columns: [
                    ColumnDocument(header: phrases.number), ColumnDocument(header: phrases.about, widthLimit: 36),
                    ColumnDocument(header: phrases.note, widthLimit: 80),
                ], rows: rows))
    }
}
