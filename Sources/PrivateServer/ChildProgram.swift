import Foundation
import Glibc

/// Runs a program without a shell, from the root folder, with a small environment of its own.
struct ChildProgram {
    /// The program's absolute path, then its arguments.
    let words: [String]

    struct Outcome {
        let succeeded: Bool
        /// What it wrote, standard output and standard error together.
        let output: String
    }

    /// Keeps libpq's variables and the caller's language out of the server and its tools.
    private static let environment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "HOME=/", "TZ=UTC",
    ]

    /// Runs the program as `account` and waits for its end.
    func run(as account: ServerAccount? = nil) throws(PrivateServerError) -> Outcome {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .cannotRun(program: words[0], reason: lastSystemError()) }
        defer { close(ends[0]) }
        let child: pid_t
        do {
            defer { close(ends[1]) }
            child = try spawn((account?.launcher ?? []) + words, output: ends[1])
        }

        var output = Data()
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            output.append(contentsOf: buffer[..<count])
        }
        var status: Int32 = -1
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return Outcome(succeeded: status == 0, output: String(decoding: output, as: UTF8.self))
    }

    /// Starts the program as `account` in a session of its own, so that it outlives this process.
    ///
    /// - Parameter log: A descriptor that its output is appended to.
    /// - Returns: Its process identifier, a child of this process.
    func startDetached(as account: ServerAccount, log: Int32) throws(PrivateServerError) -> pid_t {
        try spawn(["/usr/bin/setsid"] + account.launcher + words, output: log)
    }

    private func spawn(_ command: [String], output: Int32) throws(PrivateServerError) -> pid_t {
        // From "/": the server's account may be unable to enter the folder this process is in.
        let command = ["/usr/bin/env", "--chdir=/"] + command
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        // A server that inherited, say, a test runner's pipe would keep its reader waiting for ever.
        for descriptor in namesInFolder("/proc/self/fd").compactMap({ Int32($0) }) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        // The threads of a pool block signals, which would make the program deaf to them.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var arguments = command.map { strdup($0) }
        arguments.append(nil)
        defer { arguments.forEach { free($0) } }
        var variables = Self.environment.map { strdup($0) }
        variables.append(nil)
        defer { variables.forEach { free($0) } }

        var child: pid_t = 0
        let result = posix_spawn(&child, command[0], &actions, &attributes, arguments, variables)
        guard result == 0 else {
            throw .cannotRun(program: words[0], reason: String(cString: strerror(result)))
        }
        return child
    }
}
