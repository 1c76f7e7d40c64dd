import Definitions
import Foundation
import TestSupport
import Testing

@Suite struct ProjectLoadTests {
    @Test("reads a sound project and remembers the text of every file")
    func readsProjects() throws {
        let (loaded, diagnostics) = try load(soundProject)
        #expect(diagnostics.isEmpty)
        let project = try #require(loaded)
        #expect(project.texts == soundProject)
        #expect(project.pipelinesInOrder.map(\.name.value) == ["offices", "claims"])
        #expect(project.dimensionsInOrder.map(\.name.value) == ["date", "province", "office"])
    }

    @Test(
        "finds the project from any folder below it",
        arguments: ["", "/reports", "/warehouse/facts", "/not/there"])
    func findsProjects(below: String) throws {
        try withTemporaryDirectory { directory in
            try FileManager.default.createDirectory(
                atPath: directory + "/warehouse/facts", withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: directory + "/uptake.yaml"))
            #expect(Project.find(from: directory + below) == directory)
        }
    }

    @Test("says which files are named wrongly or cannot be read")
    func namesWrongFiles() throws {
        var files = soundProject
        files["pipelines/other.yaml"] = files.removeValue(forKey: "pipelines/claims.yaml")
        files["warehouse/facts/extra.yml"] = ""
        let diagnostics = try load(files).diagnostics
        #expect(
            diagnostics == [
                "pipelines/other.yaml:1:11: error: pipeline `claims` stands in the file `other.yaml`; name the file `claims.yaml`",
                "warehouse/facts/extra.yml:1:1: error: the file would not be read; end its name with `.yaml`",
            ])
    }

    @Test("refuses a project without its own file")
    func refusesMissingSettings() throws {
        var files = soundProject
        files["uptake.yaml"] = nil
        let (project, diagnostics) = try load(files)
        #expect(project == nil)
        #expect(diagnostics.first?.hasPrefix("uptake.yaml:1:1: error: the file cannot be read") == true)
    }
}
