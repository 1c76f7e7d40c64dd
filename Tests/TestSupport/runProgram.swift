package import Foundation

/// What a program wrote and how it ended.
package struct ProgramOutcome: Sendable, Hashable {
    /// The exit status, or minus the number of the signal that ended it.
    package let status: Int32
    package let standardOutput: String
    package let standardError: String
}

/// Runs a program, found along PATH unless it is a path, and waits for its end.
///
/// - Parameters:
///   - directory: Where it runs; the repository's folder if not given.
///   - environment: Variables added to those of this process; libpq's and Uptake's are not passed on.
///   - killedAfter: Seconds after which it is killed (SIGKILL), as a power failure would end it.
package func runProgram(
    _ program: String, _ arguments: [String], in directory: String = repositoryDirectory,
    environment: [String: String] = [:], killedAfter: TimeInterval? = nil
) throws -> ProgramOutcome {
    // Files, since a pipe that nobody empties would stop the program.
    let output = try OutputFile()
    let errors = try OutputFile()
    let variables = ProcessInfo.processInfo.environment
        .filter { !$0.key.hasPrefix("PG") && !$0.key.hasPrefix("UPTAKE_") }
        .merging(environment) { $1 }
    let process = try spawn(
        ["/usr/bin/env", "--chdir=\(directory)", program] + arguments, environment: variables,
        output: output.handle.fileDescriptor, errors: errors.handle.fileDescriptor)

    var status: Int32 = 0
    if let killedAfter {
        let end = Date().addingTimeInterval(killedAfter)
        while Date() < end, waitpid(process, &status, WNOHANG) == 0 { usleep(500) }
        if kill(process, SIGKILL) == 0 { waitpid(process, &status, 0) }
    } else {
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }
    let signal = status & 0x7f
    return ProgramOutcome(
        status: signal == 0 ? (status >> 8) & 0xff : -signal, standardOutput: try output.text(),
        standardError: try errors.text())
}

/// Starts a program that can receive every signal; the threads that tests run on block them.
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
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

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

    func text() throws -> String {
        try handle.seek(toOffset: 0)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }
}
