import Foundation
import PrivateServer
import TestSupport
import Testing

@Suite struct PrivateServerErrorTests {
    @Test func namesAMissingProject() {
        #expect(
            throws: PrivateServerError.unusableProject(path: "/nowhere", reason: "there is no such folder")
        ) {
            try PrivateServer(projectDirectory: "/nowhere").start()
        }
    }

    @Test func refusesDataOfAnotherVersionAndSaysWhatToInstall() throws {
        try withTemporaryServer { server, _ in
            _ = try server.stop()
            let file = try #require(try server.status().folder) + "/data/PG_VERSION"
            let version = try String(contentsOfFile: file, encoding: .utf8)
            try "9\n".write(toFile: file, atomically: false, encoding: .utf8)
            let error = #expect(throws: PrivateServerError.self) { try server.start() }
            #expect(error?.description.contains("Install postgresql-9,") == true)
            try version.write(toFile: file, atomically: false, encoding: .utf8)
            _ = try server.start()
        }
    }

    @Test func showsTheEndOfTheLogWhenTheServerDoesNotStart() throws {
        try withTemporaryServer { server, _ in
            _ = try server.stop()
            let folder = try #require(try server.status().folder)
            try "no_such_setting = 1\n".write(
                toFile: folder + "/local.conf", atomically: true, encoding: .utf8)
            let error = #expect(throws: PrivateServerError.self) { try server.start() }
            let text = try #require(error?.description)
            #expect(text.contains("unrecognized configuration parameter \"no_such_setting\""))
            #expect(text.contains(folder + "/server.log"))
            // Only what this start said.
            #expect(!text.contains("database system is ready"))
        }
    }
}
