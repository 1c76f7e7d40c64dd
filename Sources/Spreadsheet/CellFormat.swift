/// A colour as 0xRRGGBB.
package struct Color: Hashable, Sendable {
    package var rgb: UInt32
    package init(_ rgb: UInt32) { self.rgb = rgb & 0xFFFFFF }

    package static let black = Color(0x000000)
    package static let white = Color(0xFFFFFF)
}

/// How a cell looks; a workbook keeps one format of the library for each value.
package struct CellFormat: Hashable, Sendable {
    package enum Horizontal: Hashable, Sendable { case general, left, center, right }
    package enum Vertical: Hashable, Sendable { case top, center, bottom }
    package enum Border: Hashable, Sendable { case hair, thin, medium }

    package struct Borders: Hashable, Sendable {
        package var top: Border?
        package var bottom: Border?
        package var left: Border?
        package var right: Border?
        package var color = Color.black

        package init() {}
    }

    package var fontName: String
    package var fontSize: Double
    package var isBold = false
    package var isItalic = false
    package var isUnderlined = false
    package var fontColor = Color.black
    package var fill: Color?
    /// An Excel number format code, such as `0.00%`; nil shows numbers as they are.
    package var numberFormat: String?
    package var horizontal = Horizontal.general
    package var vertical = Vertical.bottom
    package var wraps = false
    package var indent = 0
    package var borders = Borders()

    package init(fontName: String, fontSize: Double) {
        self.fontName = fontName
        self.fontSize = fontSize
    }
}

/// A format of one workbook, made by `Workbook.format`.
package struct FormatIndex: Hashable, Sendable {
    let value: Int
}
