import Foundation
import TestSupport

/// Writes bytes to a file, lends its path to `body`, then removes it.
func withTrialFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    try withTemporaryDirectory { directory in
        let path = directory + "/trial"
        try Data(bytes).write(to: URL(filePath: path))
        return try body(path)
    }
}
