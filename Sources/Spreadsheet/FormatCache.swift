internal import CLibXLSXWriter

/// The library's formats of one workbook, one for each different value.
///
/// A class, because the workbook and the sheet that it lends share it. The formats belong to the library's workbook,
/// which frees them.
@safe final class FormatCache {
    private var indices: [CellFormat: Int] = [:]
    private var handles: [UnsafeMutablePointer<lxw_format>] = unsafe []

    /// Finds the format or makes it.
    func index(
        of format: CellFormat, in workbook: UnsafeMutablePointer<lxw_workbook>
    ) throws(SpreadsheetError) -> FormatIndex {
        if let known = indices[format] { return FormatIndex(value: known) }
        try checkText(format.fontName, "a font name", limit: 31)
        // The library keeps number formats in 128 bytes and cuts what is longer.
        if let code = format.numberFormat { try checkText(code, "a number format", limit: 80, bytes: 127) }
        guard let handle = unsafe workbook_add_format(workbook) else {
            throw .library(code: 1, message: "out of memory", doing: "adding a format")
        }
        unsafe apply(format, to: handle)
        unsafe handles.append(handle)
        indices[format] = unsafe handles.count - 1
        return unsafe FormatIndex(value: handles.count - 1)
    }

    func handle(_ format: FormatIndex) throws(SpreadsheetError) -> UnsafeMutablePointer<lxw_format> {
        guard unsafe handles.indices.contains(format.value) else { throw .unknownFormat(format.value) }
        return unsafe handles[format.value]
    }

    private func apply(_ format: CellFormat, to handle: UnsafeMutablePointer<lxw_format>) {
        unsafe format_set_font_name(handle, format.fontName)
        unsafe format_set_font_size(handle, format.fontSize)
        if format.isBold { unsafe format_set_bold(handle) }
        if format.isItalic { unsafe format_set_italic(handle) }
        if format.isUnderlined { unsafe format_set_underline(handle, UInt8(LXW_UNDERLINE_SINGLE.rawValue)) }
        if format.fontColor != .black { unsafe format_set_font_color(handle, format.fontColor.libraryValue) }
        if let fill = format.fill {
            unsafe format_set_pattern(handle, UInt8(LXW_PATTERN_SOLID.rawValue))
            unsafe format_set_bg_color(handle, fill.libraryValue)
        }
        if let code = format.numberFormat { unsafe format_set_num_format(handle, code) }
        switch format.horizontal {
        case .general: break
        case .left: unsafe format_set_align(handle, UInt8(LXW_ALIGN_LEFT.rawValue))
        case .center: unsafe format_set_align(handle, UInt8(LXW_ALIGN_CENTER.rawValue))
        case .right: unsafe format_set_align(handle, UInt8(LXW_ALIGN_RIGHT.rawValue))
        }
        switch format.vertical {
        case .top: unsafe format_set_align(handle, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        case .center: unsafe format_set_align(handle, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        case .bottom: break
        }
        if format.wraps { unsafe format_set_text_wrap(handle) }
        if format.indent > 0 { unsafe format_set_indent(handle, UInt8(min(format.indent, 15))) }
        let color = format.borders.color.libraryValue
        if let border = format.borders.top {
            unsafe format_set_top(handle, border.libraryValue)
            unsafe format_set_top_color(handle, color)
        }
        if let border = format.borders.bottom {
            unsafe format_set_bottom(handle, border.libraryValue)
            unsafe format_set_bottom_color(handle, color)
        }
        if let border = format.borders.left {
            unsafe format_set_left(handle, border.libraryValue)
            unsafe format_set_left_color(handle, color)
        }
        if let border = format.borders.right {
            unsafe format_set_right(handle, border.libraryValue)
            unsafe format_set_right_color(handle, color)
        }
    }
}

extension Color {
    /// The colour as the library takes it, where 0 would mean that none is set and 0x1000000 is black.
    var libraryValue: lxw_color_t { rgb == 0 ? 0x1000000 : rgb }
}

extension CellFormat.Border {
    fileprivate var libraryValue: UInt8 {
        switch self {
        case .hair: UInt8(LXW_BORDER_HAIR.rawValue)
        case .thin: UInt8(LXW_BORDER_THIN.rawValue)
        case .medium: UInt8(LXW_BORDER_MEDIUM.rawValue)
        }
    }
}
