internal import Foundation
internal import Spreadsheet

/// A workbook that is computed and could not be put in its place.
package struct UnwrittenWorkbook: Error, CustomStringConvertible {
    package let path: String
    private let reason: String
    /// Whether the place is at fault, such as a folder that is not there or a full disk, and not what is to be written.
    package let isOfPlace: Bool

    init(_ path: String, _ error: SpreadsheetError) {
        self.path = path
        reason = error.description
        switch error {
        case .file, .library: isOfPlace = true
        default: isOfPlace = false
        }
    }

    /// A file that stands in the place of the new one and cannot be read.
    init(unreadable path: String, _ error: any Error) {
        self.path = path
        reason = error.localizedDescription
        isOfPlace = true
    }

    package var description: String {
        let remedy =
            isOfPlace
            ? "see that the folder is there, may be written to and has room, or name another one with --out"
            : "nothing is wrong with the folder; this is a fault of the program"
        return
            "cannot write \(path): \(reason); what stood there is as it was, and workbooks that were written before it "
            + "stay; \(remedy)"
    }
}
