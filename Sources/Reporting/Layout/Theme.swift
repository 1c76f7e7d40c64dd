internal import Definitions
internal import Spreadsheet

/// The looks of a workbook: fonts, sizes, colours, row heights.
struct Theme {
    let language: Language

    private var fontName: String {
        switch language {
        case .thai: "TH Sarabun New"
        case .english: "Arial"
        }
    }

    private var bodySize: Double { language == .thai ? 16 : 11 }

    /// Digits of the default font that a glyph of the body takes.
    private var digitsPerGlyph: Double { language == .thai ? 1.24 : 1.18 }

    let ink = Color(0x1F2937)
    let dark = Color(0x17375E)
    let rule = Color(0xC9CFD8)
    let link = Color(0x0B5394)
    let bar = Color(0xBDD7EE)
    /// Told apart in grey too: the dark one first, then light, then between.
    let series = [
        Color(0x17375E), Color(0x8FB4DC), Color(0xC55A11), Color(0x7F7F7F), Color(0x2E8B7D), Color(0xB79A3B),
    ]

    /// The widths of columns come in digits of Calibri 11, which stays the workbook's default font.
    func columnWidth(glyphs: Int) -> Double { Double(glyphs) * digitsPerGlyph + 2 }

    /// The glyphs that fit on a line of a cell; Latin letters are narrower on average than the digits it is sized by.
    func lineCapacity(glyphs: Int) -> Int { language == .thai ? glyphs : glyphs * 11 / 10 }

    /// The glyphs of a run between spaces that must stand on one line: Thai breaks a long run between its words.
    func unbrokenGlyphs(_ glyphs: Int) -> Int { language == .thai && glyphs > 14 ? glyphs / 2 + 2 : glyphs }

    /// The height of a row of body text; nothing grows by itself, and tone marks would be cut.
    func rowHeight(lines: Int) -> Double {
        let (first, further): (Double, Double) = language == .thai ? (28, 26) : (18, 15)
        return first + Double(max(1, lines) - 1) * further
    }

    var titleHeight: Double { language == .thai ? 40 : 30 }
    var coverTitleHeight: Double { language == .thai ? 52 : 42 }

    /// Text of the body, from which the other formats differ.
    var body: CellFormat {
        var format = CellFormat(fontName: fontName, fontSize: bodySize)
        format.fontColor = ink
        format.vertical = .center
        return format
    }

    var title: CellFormat {
        var format = body
        format.fontSize = language == .thai ? 22 : 16
        format.isBold = true
        format.fontColor = dark
        return format
    }

    var coverTitle: CellFormat {
        var format = title
        format.fontSize = language == .thai ? 30 : 22
        return format
    }

    var subtitle: CellFormat {
        var format = body
        format.isBold = true
        return format
    }

    var header: CellFormat {
        var format = body
        format.isBold = true
        format.fontColor = .white
        format.fill = dark
        format.wraps = true
        return format
    }

    var linked: CellFormat {
        var format = body
        format.fontColor = link
        format.isUnderlined = true
        return format
    }

    /// A cell of a table's body or of its totals.
    func cell(_ cell: LayoutCell, isTotal: Bool) -> CellFormat {
        var format = body
        format.numberFormat = numberFormat(of: cell, language: language)
        switch cell.content {
        case .text: format.wraps = true
        case .link, .address: format = linked
        case .number, .percent, .percentChange, .difference, .absent, .date, .blank: break
        }
        format.vertical = .center
        format.borders.color = isTotal ? dark : rule
        format.borders.bottom = .thin
        if isTotal {
            format.isBold = true
            format.borders.top = .thin
        }
        return format
    }

    var chartFontName: String { fontName }
    var chartFontSize: Double { language == .thai ? 14 : 10 }
}

extension Theme {
    var coverLabel: CellFormat {
        var format = subtitle
        format.vertical = .top
        return format
    }

    var coverSentence: CellFormat {
        var format = body
        format.wraps = true
        format.vertical = .top
        return format
    }

    /// A value beside its label: to the left, whatever it is.
    func coverValue(_ cell: LayoutCell) -> CellFormat {
        var format = body
        switch cell.content {
        case .link, .address: format = linked
        case .text, .number, .percent, .percentChange, .difference, .date, .absent, .blank: break
        }
        format.numberFormat = numberFormat(of: cell, language: language)
        format.horizontal = .left
        format.wraps = true
        format.vertical = .top
        return format
    }
}
