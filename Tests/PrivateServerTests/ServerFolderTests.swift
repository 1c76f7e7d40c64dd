import Foundation
import PrivateServer
import TestSupport
import Testing

@Suite struct ServerFolderTests {
    @Test(
        "starts under any path",
        arguments: [
            "with space", "it's \"quoted\"", "dollar $HOME `id` \\", "comma, semicolon; and = sign",
            "ประกันสังคม",
            "long" + String(repeating: "/a-folder-of-thirty-one-letters-", count: 5),
        ])
    func startsUnderAnyPath(name: String) throws {
        try withTemporaryDirectory { directory in
            let project = directory + "/" + name
            try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
            let server = PrivateServer(projectDirectory: project, settings: testServerSettings)
            let endpoint = try server.start()
            #expect(try query(endpoint, "select 1") == "1")
            #expect(try server.start() == endpoint)
            #expect(try permissions(of: endpoint.socketDirectory) == 0o700)
            #expect(try server.stop())
        }
    }

    @Test("puts the socket of a project with a long path into a short folder of its own, while it runs")
    func shortensTheSocketsPath() throws {
        try withTemporaryDirectory { directory in
            let project = directory + "/" + String(repeating: "x", count: 80)
            try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
            let server = PrivateServer(projectDirectory: project, settings: testServerSettings)
            let folder = try server.start().socketDirectory
            #expect(folder.hasPrefix("/tmp/uptake-"))
            #expect(try server.stop())
            #expect(!FileManager.default.fileExists(atPath: folder))

            // Somebody else was there first.
            let expectedReason = geteuid() == 0 ? "it belongs to root" : "others may enter it"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            defer { rmdir(folder) }
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
            #expect(throws: PrivateServerError.unsafeSocketFolder(path: folder, reason: expectedReason)) {
                try server.start()
            }
        }
    }

    @Test(
        "keeps out of a project that the server's account may not enter",
        .enabled(if: geteuid() == 0, "Needs root"))
    func livesElsewhereUnderAClosedFolder() throws {
        try withTemporaryDirectory { directory in
            let project = directory + "/closed/project"
            try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: directory + "/closed")
            let server = PrivateServer(
                projectDirectory: project, homesElsewhere: directory + "/homes", settings: testServerSettings)
            let endpoint = try server.start()
            #expect(try query(endpoint, "select 1") == "1")

            let home = try #require(try server.status().folder)
            #expect(home.hasPrefix(directory + "/homes/"))
            let pointer = try FileManager.default.destinationOfSymbolicLink(
                atPath: project + "/.uptake/server")
            #expect(pointer == home)
            #expect(try String(contentsOfFile: home + "/project", encoding: .utf8) == project + "\n")
            #expect(try server.start() == endpoint)
            #expect(try server.stop())

            // Another project in the same place gets a server of its own.
            try FileManager.default.removeItem(atPath: project + "/.uptake")
            let second = PrivateServer(
                projectDirectory: project, homesElsewhere: directory + "/homes", settings: testServerSettings)
            _ = try second.start()
            #expect(try second.status().folder != home)
        }
    }

    @Test("does not run PostgreSQL as root", .enabled(if: geteuid() == 0, "Needs root"))
    func dropsItsRights() throws {
        try withTemporaryServer { server, _ in
            let status = try String(
                contentsOfFile: "/proc/\(processIdentifier(of: server))/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Uid:") })
            let users = line.split(separator: "\t").dropFirst().compactMap { Int($0) }
            #expect(users.count == 4)
            #expect(users.allSatisfy { $0 != 0 })
        }
    }
}
