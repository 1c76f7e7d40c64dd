import Foundation
import Reporting

extension Session {
    /// Writes the answer to a question as a workbook and returns the whole path.
    func write(_ workbook: MetricWorkbook, to path: String) throws -> String {
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
        let file = URL(fileURLWithPath: path, relativeTo: here).standardizedFileURL.path
        try workbook.write(to: file)
        return file
    }
}
