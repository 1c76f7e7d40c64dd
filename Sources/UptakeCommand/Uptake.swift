import ArgumentParser
import Foundation

/// The program `uptake`: commands, flags and exit codes; what they do stands in the layers below.
@main
struct Uptake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uptake",
        abstract: "Load deliveries into a star schema, compute declared metrics, write declared workbooks",
        discussion: """
            A folder with uptake.yaml in it is a project; uptake finds it from any folder below.
            Begin with:  uptake up
            Exit codes: 0 done, 64 usage, 65 bad data or definitions, 66 input missing, 69 database unreachable,
            70 unforeseen, 73 cannot write, 75 busy, 130 and 143 interrupted.
            """,
        version: "0.1.0",
        subcommands: [
            UpCommand.self, CheckCommand.self, MigrateCommand.self, RunCommand.self, RejectsCommand.self,
            RulesCommand.self, RollbackCommand.self, CompactCommand.self, StatusCommand.self, MetricCommand.self,
            ExplainCommand.self, RowsCommand.self, ReportCommand.self, DiffCommand.self, ScheduleCommand.self,
            SampleCommand.self,
            ServerCommand.self,
        ])

    /// Runs the command and turns every error into one message and the exit code that says its kind.
    static func main() {
        // A reader that goes away (`uptake status | head`) ends the program quietly, as it does for others.
        signal(SIGPIPE, SIG_DFL)
        do {
            var command = try parseAsRoot()
            try command.run()
            if Console.outputError != 0 { throw LostOutput(errno: Console.outputError) }
        } catch {
            let status = ExitStatus(error)
            if status == .argumentParser { exit(withError: error) }
            if !(error is SilentFailure) { Console.error("error: \(error)") }
            Foundation.exit(status.code)
        }
    }
}
