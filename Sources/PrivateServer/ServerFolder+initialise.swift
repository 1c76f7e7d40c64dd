import Foundation
import Glibc

extension ServerFolder {
    /// Creates the data folder.
    ///
    /// It is made under another name and renamed when complete, so that an interruption leaves nothing that looks
    /// like a server.
    func initialise(with programs: ServerPrograms, as account: ServerAccount) throws(PrivateServerError) {
        try removeDrafts()
        let draft = "\(home)/initialising-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try createFolder(draft, permissions: 0o700, owner: account)
        let outcome = try ChildProgram(
            words: [
                programs.initdb, "--pgdata=\(draft)", "--username=\(ServerSettings.user)", "--encoding=UTF8",
                "--locale=C", "--lc-ctype=\(characterLocale())", "--auth=reject", "--data-checksums",
            ]
        ).run(as: account)
        guard outcome.succeeded else {
            try removeDrafts()
            throw .initialisationFailed(folder: home, output: outcome.output)
        }
        guard rename(draft, data) == 0 else { throw .cannotWrite(path: data, reason: lastSystemError()) }
        synchronise(home)
    }

    /// Removes what interrupted initialisations left; waits for one that goes on although its parent was killed.
    private func removeDrafts() throws(PrivateServerError) {
        let end = Date().addingTimeInterval(30)
        for name in namesInFolder(home) where name.hasPrefix("initialising-") {
            while true {
                do {
                    try FileManager.default.removeItem(atPath: home + "/" + name)
                    break
                } catch {
                    guard Date() < end else {
                        throw .cannotWrite(path: home + "/" + name, reason: "\(error)")
                    }
                    usleep(100_000)
                }
            }
        }
    }

    /// Text sorts by bytes, fast and for ever the same; upper and lower case are known beyond ASCII where the
    /// system can tell them.
    private func characterLocale() -> String {
        guard let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil) else { return "C" }
        freelocale(locale)
        return "C.UTF-8"
    }

    /// Makes the rename survive a power failure.
    private func synchronise(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
