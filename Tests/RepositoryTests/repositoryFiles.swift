import Foundation
import TestSupport

/// Lists the files under a folder of the repository, as paths from its top; hidden ones are left out.
func repositoryFiles(under folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: repositoryDirectory + "/" + folder)
        .filter { path in
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(
                atPath: "\(repositoryDirectory)/\(folder)/\(path)", isDirectory: &isFolder)
            return isThere && !isFolder.boolValue
                && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        }
        .map { folder + "/" + $0 }
        .sorted()
}

/// Reads a file of the repository.
func repositoryFile(_ path: String) throws -> String {
    try String(contentsOfFile: repositoryDirectory + "/" + path, encoding: .utf8)
}
