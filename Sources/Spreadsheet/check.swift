internal import CLibXLSXWriter

/// Turns a return code of the library into a typed error; none is ignored.
func check(_ code: lxw_error, _ doing: @autoclosure () -> String) throws(SpreadsheetError) {
    guard code != LXW_NO_ERROR else { return }
    let message = unsafe lxw_strerror(code).map { unsafe String(cString: $0) } ?? "unknown error"
    throw .library(code: code.rawValue, message: message, doing: doing())
}
