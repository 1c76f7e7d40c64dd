import Foundation

/// A process of the account that owns a folder, which does nothing.
struct Bystander {
    private let process = Process()

    init(inFolderOf path: String) throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let owner = attributes[.ownerAccountID] as? Int ?? Int(geteuid())
        process.executableURL = URL(filePath: geteuid() == 0 ? "/usr/bin/setpriv" : "/usr/bin/env")
        process.arguments =
            (geteuid() == 0 ? ["--reuid=\(owner)", "--clear-groups", "--"] : []) + ["sleep", "600"]
        process.currentDirectoryURL = URL(filePath: "/")
        try process.run()
        // Until it is what it shall be, it still has the account of the tests.
        while try String(contentsOfFile: "/proc/\(processIdentifier)/comm", encoding: .utf8) != "sleep\n" {
            usleep(5_000)
        }
    }

    var processIdentifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    func end() {
        // It may have inherited a mask that blocks gentler signals.
        kill(processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
