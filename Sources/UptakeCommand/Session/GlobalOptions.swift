public import ArgumentParser
public import Logging

/// The flags that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The folder of the project; without it, the one this folder lies in.")
    var project: String?

    @Option(help: "The warehouse as a libpq connection string or URL; also UPTAKE_DATABASE_URL or libpq's variables.")
    var database: String?

    @Option(help: "How much is told on standard error: trace, debug, info, notice, warning or error.")
    var logLevel: Logger.Level = .notice

    @Flag(help: "Tell errors only.")
    var quiet = false

    @Flag(help: "Print results as JSON.")
    var json = false
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
