package import Foundation

/// A program that a test has started and does not wait for yet.
///
/// It is killed when nobody refers to it any more.
package final class RunningProgram {
    /// Its process id.
    package let processIdentifier: pid_t
    private let output: OutputFile
    private let errors: OutputFile
    private var ended: Int32?

    /// Starts a program, found along PATH unless it is a path.
    ///
    /// - Parameters:
    ///   - directory: Where it runs; the repository's folder if not given.
    ///   - environment: Variables added to those of this process; libpq's and Uptake's are not passed on.
    package init(
        _ program: String, _ arguments: [String], in directory: String = repositoryDirectory,
        environment: [String: String] = [:]
    ) throws {
        // Files, since a pipe that nobody empties would stop the program.
        output = try OutputFile()
        errors = try OutputFile()
        let variables = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("UPTAKE_") }
            .merging(environment) { $1 }
        processIdentifier = try spawn(
            ["/usr/bin/env", "--chdir=\(directory)", program] + arguments, environment: variables,
            output: output.handle.fileDescriptor, errors: errors.handle.fileDescriptor)
    }

    deinit {
        guard ended == nil else { return }
        kill(processIdentifier, SIGKILL)
        waitpid(processIdentifier, nil, 0)
    }

    /// Sends a signal; nothing happens when the program has ended.
    package func send(_ signal: Int32) { if !hasEnded { kill(processIdentifier, signal) } }

    package var hasEnded: Bool {
        if ended != nil { return true }
        var status: Int32 = 0
        guard waitpid(processIdentifier, &status, WNOHANG) == processIdentifier else { return false }
        ended = status
        return true
    }

    /// Waits for the end of the program.
    ///
    /// - Parameter seconds: After which it is killed (SIGKILL); forever if not given.
    package func wait(atMost seconds: TimeInterval? = nil) throws -> ProgramOutcome {
        if let seconds {
            let end = Date().addingTimeInterval(seconds)
            while !hasEnded, Date() < end { usleep(500) }
            send(SIGKILL)
        }
        var status: Int32 = 0
        if let ended {
            status = ended
        } else {
            while waitpid(processIdentifier, &status, 0) < 0 && errno == EINTR {}
            ended = status
        }
        let signal = status & 0x7f
        return ProgramOutcome(
            status: signal == 0 ? (status >> 8) & 0xff : -signal, standardOutput: try output.text(),
            standardError: try errors.text())
    }
}

/// Starts a program that can receive every signal: the threads that tests run on block them, and a shell that runs the
/// tests in the background has some ignored.
private func spawn(
    _ words: [String], environment: [String: String], output: Int32, errors: Int32
) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    for descriptor in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap({
        Int32($0)
    })
    where descriptor > 2 {
        posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    var interruptions = sigset_t()
    sigemptyset(&interruptions)
    for signal in [SIGINT, SIGTERM, SIGQUIT, SIGHUP] { sigaddset(&interruptions, signal) }
    posix_spawnattr_setsigdefault(&attributes, &interruptions)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var process: pid_t = 0
    let result = posix_spawn(&process, words[0], &actions, &attributes, arguments, variables)
    guard result == 0 else {
        throw SpawnFailure(program: words[0], reason: String(cString: strerror(result)))
    }
    return process
}

package struct SpawnFailure: Error {
    package let program: String
    package let reason: String
}

/// Receives a program's output; without a name in any folder, so that nothing is left behind.
private struct OutputFile {
    let handle: FileHandle

    init() throws {
        var template = Array("/tmp/uptake-output-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw SpawnFailure(program: "mkstemp", reason: String(cString: strerror(errno)))
        }
        unlink(template)
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// All that was written; read beside the descriptor's own place, at which the program goes on writing.
    func text() throws -> String {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = pread(handle.fileDescriptor, &block, block.count, off_t(bytes.count))
            guard count >= 0 else {
                throw SpawnFailure(program: "pread", reason: String(cString: strerror(errno)))
            }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += block[..<count]
        }
    }
}
