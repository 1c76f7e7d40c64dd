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
    try RunningProgram(program, arguments, in: directory, environment: environment).wait(atMost: killedAfter)
}
