import Foundation

/// Lists the names in a folder, in no order; none when it cannot be read.
func namesInFolder(_ path: String) -> [String] {
    do {
        return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
        return []
    }
}
