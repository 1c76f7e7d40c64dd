import Foundation
import PrivateServer
import Synchronization
import TestSupport
import Testing

@Suite struct PrivateServerTests {
    @Test func startsOnceAndIsReused() throws {
        try withTemporaryDirectory { project in
            let server = PrivateServer(projectDirectory: project, settings: testServerSettings)
            #expect(try server.status().state == .absent)

            let endpoint = try server.start()
            let first = try processIdentifier(of: server)
            #expect(try query(endpoint, "select current_user") == "uptake")
            #expect(try server.start() == endpoint)
            #expect(try processIdentifier(of: server) == first)
        }
    }

    @Test func keepsItsDataWhenStoppedAndStartedAgain() throws {
        try withTemporaryServer { server, endpoint in
            _ = try query(endpoint, "create table kept as select 42 as answer")

            #expect(try server.stop())
            #expect(try server.status().state == .stopped)
            #expect(try server.stop() == false)

            #expect(try query(server.start(), "select answer from kept") == "42")
        }
    }

    @Test func saysThatNothingRanWhereNothingEverDid() throws {
        try withTemporaryDirectory { project in
            let wasRunning = try PrivateServer(projectDirectory: project).stop()
            #expect(!wasRunning)
            #expect(!FileManager.default.fileExists(atPath: project + "/.uptake"))
        }
    }

    @Test func keepsItsPromisesByDefault() throws {
        try withTemporaryDirectory { project in
            let endpoint = try PrivateServer(projectDirectory: project).start()
            let settings = try query(
                endpoint,
                """
                select string_agg(current_setting(name), ',' order by name) from pg_settings where name in
                ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses',
                 'server_encoding')
                """)
            #expect(settings == "on,on,on,,UTF8,on")
            #expect(try query(endpoint, "select upper('ä') || lower('Ö')") == "Äö")
            #expect(try permissions(of: endpoint.socketDirectory) == 0o700)
        }
    }

    @Test func takesSettingsOfOnesOwnFromAFile() throws {
        try withTemporaryServer { server, _ in
            _ = try server.stop()
            let folder = try #require(try server.status().folder)
            try "work_mem = '7MB'\n".write(toFile: folder + "/local.conf", atomically: true, encoding: .utf8)
            #expect(try query(server.start(), "show work_mem") == "7MB")
        }
    }

    @Test func isCreatedOnceWhenSeveralStartItAtOnce() throws {
        try withTemporaryDirectory { project in
            let starts = Mutex<[Result<ServerEndpoint, any Error>]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                let start = Result { () throws -> ServerEndpoint in
                    try PrivateServer(projectDirectory: project, settings: testServerSettings).start()
                }
                starts.withLock { $0.append(start) }
            }
            let endpoints = try starts.withLock { try $0.map { try $0.get() } }
            #expect(endpoints.count == 4)
            #expect(Set(endpoints).count == 1)
            let log = try String(contentsOfFile: project + "/.uptake/server/server.log", encoding: .utf8)
            #expect(log.components(separatedBy: "starting PostgreSQL").count == 2)
        }
    }
}
