/// Reads a plain decimal and refuses what a cell could not give back digit for digit.
///
/// A cell keeps a binary number and shows 15 significant digits; a decimal of up to 15 digits survives both.
func exactNumber(_ text: String, at address: CellAddress, sheet: String) throws(SpreadsheetError) -> Double {
    var bytes = text.utf8[...]
    if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
    var digits = 0
    var significant = 0
    var trailingZeros = 0
    var points = 0
    for byte in bytes {
        if byte == UInt8(ascii: "."), points == 0 {
            points = 1
        } else if isASCIIDigit(byte) {
            digits += 1
            if byte == UInt8(ascii: "0") {
                if significant > 0 { trailingZeros += 1 }
            } else {
                significant += trailingZeros + 1
                trailingZeros = 0
            }
        } else {
            throw .notADecimal(text, at: address, sheet: sheet)
        }
    }
    guard digits > 0, bytes.first != UInt8(ascii: "."), bytes.last != UInt8(ascii: "."),
        let value = Double(text)
    else { throw .notADecimal(text, at: address, sheet: sheet) }
    guard significant <= 15 else { throw .tooManyDigits(text, at: address, sheet: sheet) }
    return value
}
