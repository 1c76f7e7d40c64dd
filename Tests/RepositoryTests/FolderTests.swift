import Foundation
import TestSupport
import Testing

@Suite struct FolderTests {
    @Test func everyVisibleFolderSaysWhatItIsFor() throws {
        var folders = try subfolders(of: "").filter { $0 != "workbooks" }
        #expect(folders.contains("Sources"))
        for parent in ["reports", "warehouse"] {
            folders += try subfolders(of: parent).map { parent + "/" + $0 }
        }
        for folder in folders {
            let readme = repositoryDirectory + "/" + folder + "/README.md"
            #expect(FileManager.default.fileExists(atPath: readme), "\(folder) has no README.md")
        }
    }

    @Test func everyScriptCanBeRun() throws {
        for script in [
            "scripts/reports", "scripts/test", "scripts/lint", "scripts/benchmark", "scripts/torture", ".ci/run",
        ] {
            #expect(
                FileManager.default.isExecutableFile(atPath: repositoryDirectory + "/" + script), "\(script)")
        }
    }

    private func subfolders(of folder: String) throws -> [String] {
        let top = repositoryDirectory + "/" + folder
        return try FileManager.default.contentsOfDirectory(atPath: top).filter { name in
            var isFolder: ObjCBool = false
            return !name.hasPrefix(".")
                && FileManager.default.fileExists(atPath: top + "/" + name, isDirectory: &isFolder)
                && isFolder.boolValue
        }
    }
}
