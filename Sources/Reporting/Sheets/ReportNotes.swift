internal import Definitions

/// The numbered notes of a report: what a reader must know of the whole, of a sheet, of a figure.
struct ReportNotes {
    struct Note {
        var about: String
        var text: String
    }

    private(set) var notes: [Note] = []
    /// The number of each figure's note, by sheet and place in its list.
    private(set) var numbers: [[Int?]] = []

    /// No notes at all.
    init() {}

    init(_ definition: ReportDefinition, words: ReportWords) {
        let language = words.language
        notes = definition.notes.map { Note(about: words.phrases.wholeReport, text: $0[language]) }
        for sheet in definition.sheets {
            let name = sheet.name.value[language]
            notes += sheet.notes.map { Note(about: name, text: $0[language]) }
            var own: [Int?] = []
            if case .figures(let figures) = sheet.content {
                for figure in figures {
                    guard let note = figure.note else {
                        own.append(nil)
                        continue
                    }
                    let label =
                        figure.label?[language] ?? words.project.metrics[figure.metric.value]?.label[language]
                        ?? name
                    notes.append(Note(about: label, text: note[language]))
                    own.append(notes.count)
                }
            }
            numbers.append(own)
        }
    }

    /// The notes as a sheet, followed by the symbols that the workbook uses.
    func document(words: ReportWords, subtitle: String, symbols: Set<StatisticalSymbol>) -> SheetDocument {
        let phrases = words.phrases
        let meanings = StatisticalSymbol.allCases.filter(symbols.contains).map {
            Note(about: $0.shown, text: phrases.meaning(of: $0))
        }
        let rows = (notes + meanings).enumerated().map { offset, note in
            [LayoutCell.integer(offset + 1), .text(note.about), .text(note.text)]
        }
        return SheetDocument(
            key: "notes", name: phrases.notes, kind: .notes, title: phrases.notesTitle, subtitle: subtitle,
            table: TableDocument(
                columns: [
                    ColumnDocument(header: phrases.number),
                    ColumnDocument(header: phrases.about, widthLimit: 36),
                    ColumnDocument(header: phrases.note, widthLimit: 80),
                ], rows: rows))
    }
}
