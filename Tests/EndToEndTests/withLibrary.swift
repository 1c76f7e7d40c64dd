import TestSupport
import Testing

/// Lends the library's project in a folder of its own, with a database of its own: its folder, and what runs the program on it.
///
/// - Parameter isLoaded: whether its deliveries have been loaded.
func withLibrary(
    isLoaded: Bool = true,
    _ body: (_ directory: String, _ uptake: @escaping ([String]) throws -> ProgramOutcome) throws -> Void
) throws {
    try withTemporaryDirectory { folder in
        try withTemporaryDatabase { database in
            let directory = "\(folder)/library"
            try copyTree("\(repositoryDirectory)/Tests/EndToEndTests/Fixtures/library", to: directory)
            func uptake(_ arguments: [String]) throws -> ProgramOutcome {
                try runUptake(arguments + ["--project", directory, "--database", database], in: directory)
            }
            if isLoaded {
                let run = try uptake(["run", "--quiet"])
                try #require(run.status == 0, "\(run.standardError)")
            }
            try body(directory, uptake)
        }
    }
}
