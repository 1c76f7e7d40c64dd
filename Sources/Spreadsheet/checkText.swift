/// Refuses a text that a workbook cannot hold.
///
/// - Parameters:
///   - limit: The most UTF-16 units, which is what Excel counts.
///   - bytes: The most UTF-8 bytes, where the library has a buffer of that size.
func checkText(
    _ text: String, _ what: @autoclosure () -> String, limit: Int, bytes: Int = .max,
    allowsEmpty: Bool = false
) throws(SpreadsheetError) {
    if text.isEmpty, !allowsEmpty { throw .empty(what: what()) }
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFC, 0x10000...0x10FFFF: continue
        // U+FFFD stands for bytes that were lost while something was decoded; XML has no place for the others.
        default: throw .unwritableCharacter(scalar.value, what: what())
        }
    }
    if text.utf16.count > limit { throw .tooLong(what: what(), length: text.utf16.count, limit: limit) }
    if text.utf8.count > bytes {
        throw .tooLong(what: what() + " in bytes", length: text.utf8.count, limit: bytes)
    }
}

/// Refuses a text with a line break or tab, besides what `checkText` refuses.
func checkLine(
    _ text: String, _ what: @autoclosure () -> String, limit: Int, bytes: Int = .max
) throws(SpreadsheetError) {
    try checkText(text, what(), limit: limit, bytes: bytes)
    for scalar in text.unicodeScalars where scalar.value < 0x20 {
        throw .unwritableCharacter(scalar.value, what: what())
    }
}
