import Foundation
import PrivateServer
import TestSupport
import Testing

/// A disk is full, on the server or here.
///
/// Each test mounts a small file system, which needs root.
@Suite("A load that meets a full disk", .enabled(if: canMount, "needs the right to mount file systems"))
struct FullDiskTests {
    @Test("on the server's side says to make room there, and loads every row once when there is room")
    func tablespace() throws {
        try withTemporaryServer { server, endpoint in
            try DisturbedLibrary.on(endpoint) { library in
                try withSmallDisk(kibibytes: 8 << 10) { disk in
                    try library.deliver(.large)
                    try library.migrate()
                    try giveToServer(disk.path, server)
                    _ = try library.sql("create tablespace small location '\(disk.path)/tables'")
                    _ = try library.sql("alter database disturbed set default_tablespace = small")
                    let outcome = try library.run()
                    #expect([70, 73].contains(outcome.status))
                    expectGuidance(outcome, stage: "copy")
                    for part in ["No space left on device", "Make room"] {
                        #expect(outcome.standardError.contains(part), "\(outcome.standardError)")
                    }
                    try library.expectNothingPublished()
                    try library.expectNothingLeft()

                    try disk.grow(toMebibytes: 400)
                    try library.expectRecovery()
                    // Unmounted while the server runs, the tables would be lost to it.
                    _ = try server.stop()
                }
            }
        }
    }

    @Test("that holds the server's log too, which then stops, recovers all the same when there is room")
    func dataFolder() throws {
        try withSmallDisk(kibibytes: 100 << 10) { disk in
            var settings = testServerSettings
            settings["wal_level"] = "replica"
            settings["max_wal_size"] = "32MB"
            let folder = disk.path + "/project"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            let server = PrivateServer(projectDirectory: folder, settings: settings)
            defer { _ = try? server.stop() }
            try DisturbedLibrary.on(try server.start()) { library in
                try library.deliver(Loans(rows: 250_000, padding: 270))
                try library.migrate()
                let outcome = try library.run()
                #expect(outcome.status != 0)
                expectGuidance(outcome, stage: "copy")
                try disk.grow(toMebibytes: 1024)
                _ = try server.start()
                try library.expectNothingPublished()
                try library.expectRecovery()
            }
        }
    }

    @Test("in the folder of temporary files says which folder, and loads every row once when there is room")
    func rejects() throws {
        try DisturbedLibrary.with { library in
            try withSmallDisk(kibibytes: 64) { disk in
                // Every second row is rejected, with a place and a value each.
                try library.deliver(Loans(rows: 60_000, rejectedEvery: 2))
                let outcome = try library.run(environment: ["TMPDIR": disk.path])
                #expect(outcome.status == 73)
                expectGuidance(outcome, stage: "copy")
                for part in [disk.path, "No space left on device", "TMPDIR"] {
                    #expect(outcome.standardError.contains(part), "\(outcome.standardError)")
                }
                try library.expectNothingPublished()
                try library.expectNothingLeft()
                try library.expectRecovery()
            }
        }
    }

    /// Makes a folder in the mounted one that belongs to the account that the server runs as.
    private func giveToServer(_ path: String, _ server: PrivateServer) throws {
        let folder = try #require(try server.status().folder)
        let owner = try FileManager.default.attributesOfItem(atPath: folder + "/data")[.ownerAccountID]
        try FileManager.default.createDirectory(
            atPath: path + "/tables", withIntermediateDirectories: false,
            attributes: [.ownerAccountID: try #require(owner), .posixPermissions: 0o700])
    }
}
