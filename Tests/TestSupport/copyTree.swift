/// Copies a file or a folder with `cp`, which leaves owners and groups to whoever runs the tests.
package func copyTree(_ source: String, to target: String) throws {
    let outcome = try runProgram("cp", ["-R", source, target])
    guard outcome.status == 0 else { throw CopyFailure(message: outcome.standardError) }
}

package struct CopyFailure: Error { package let message: String }
