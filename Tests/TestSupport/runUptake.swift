package import Foundation

/// Runs the program `uptake` that was built with these tests, and waits for its end.
///
/// - Parameters:
///   - directory: Where it runs; the repository's folder if not given.
///   - environment: Variables added to those of this process; libpq's and Uptake's are not passed on.
///   - killedAfter: Seconds after which it is killed (SIGKILL), as a power failure would end it.
package func runUptake(
    _ arguments: [String], in directory: String = repositoryDirectory, environment: [String: String] = [:],
    killedAfter: TimeInterval? = nil
) throws -> ProgramOutcome {
    try runProgram(
        uptakeProgram, arguments, in: directory, environment: environment, killedAfter: killedAfter)
}

/// The path of the program `uptake`: SwiftPM puts it beside the tests' own program.
package let uptakeProgram: String = {
    let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appending(path: "uptake").path(percentEncoded: false)
}()
