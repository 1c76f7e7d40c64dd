import Foundation
import PrivateServer
import TestSupport
import Testing

@Suite struct CrashRecoveryTests {
    @Test func startsAgainAfterACrashWithWhatWasCommitted() throws {
        try withTemporaryDirectory { project in
            // Not with the settings of other tests' servers, which trade durability for speed.
            let server = PrivateServer(projectDirectory: project)
            _ = try query(server.start(), "create table kept as select 42 as answer")
            try crash(server)
            #expect(try query(server.start(), "select answer from kept") == "42")
        }
    }

    @Test("starts although another process of the same account has got the crashed server's number")
    func recognisesAReusedNumber() throws {
        try withTemporaryServer { server, _ in
            try crash(server)
            let data = try #require(try server.status().folder) + "/data"
            let other = try Bystander(inFolderOf: data)
            defer { other.end() }
            let file = data + "/postmaster.pid"
            var lines = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
            lines[0] = "\(other.processIdentifier)"
            try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)

            #expect(try server.status().state == .stopped)
            #expect(try server.stop() == false)
            #expect(try query(server.start(), "select 1") == "1")
            #expect(other.isRunning)
        }
    }

    @Test("starts in the copy of a project whose server runs, and leaves the original's alone")
    func tellsACopyFromTheOriginal() throws {
        try withTemporaryDirectory { directory in
            let original = directory + "/original"
            let copy = directory + "/copy"
            try FileManager.default.createDirectory(atPath: original, withIntermediateDirectories: false)
            let server = PrivateServer(projectDirectory: original, settings: testServerSettings)
            let endpoint = try server.start()
            _ = try query(endpoint, "checkpoint")
            #expect(try runProgram("cp", ["--archive", original, copy]).status == 0)

            let other = try PrivateServer(projectDirectory: copy, settings: testServerSettings).start()
            #expect(other.socketDirectory != endpoint.socketDirectory)
            #expect(try query(other, "show data_directory") == copy + "/.uptake/server/data")
            #expect(try query(endpoint, "show data_directory") == original + "/.uptake/server/data")
        }
    }

    @Test func reachesItsServerAfterTheProjectWasMoved() throws {
        try withTemporaryDirectory { directory in
            let before = directory + "/before"
            let after = directory + "/after"
            try FileManager.default.createDirectory(atPath: before, withIntermediateDirectories: false)
            let server = PrivateServer(projectDirectory: before, settings: testServerSettings)
            _ = try server.start()
            let process = try processIdentifier(of: server)
            try FileManager.default.moveItem(atPath: before, toPath: after)

            let moved = PrivateServer(projectDirectory: after, settings: testServerSettings)
            #expect(try query(moved.start(), "select 1") == "1")
            #expect(try processIdentifier(of: moved) == process)
        }
    }

    @Test func beginsAgainAfterAnInterruptedInitialisation() throws {
        try withTemporaryServer { server, _ in
            _ = try server.stop()
            let folder = try #require(try server.status().folder)
            // What a process killed before the rename leaves: a folder under the draft's name.
            try FileManager.default.moveItem(atPath: folder + "/data", toPath: folder + "/initialising-1-1")
            try FileManager.default.removeItem(atPath: folder + "/initialising-1-1/global/pg_control")
            #expect(try server.status().state == .absent)

            #expect(try query(server.start(), "select 1") == "1")
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.filter { $0.hasPrefix("initialising") }.isEmpty)
        }
    }

    @Test func startsAnewWhenItsSocketWasSweptAway() throws {
        try withTemporaryServer { server, endpoint in
            try FileManager.default.removeItem(atPath: endpoint.socketDirectory)
            #expect(try query(server.start(), "select 1") == "1")
        }
    }
}
