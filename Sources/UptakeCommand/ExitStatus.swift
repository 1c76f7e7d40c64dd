import ArgumentParser
import Definitions
import Extraction
import Foundation
import MetricQueries
import Pipelines
import Postgres
import PrivateServer
import Reporting
import Scheduling
import Transformation
import Warehouse

/// The exit codes of sysexits.h that the program uses.
enum ExitStatus: Equatable {
    case usage, badData, missingInput, unreachable, unforeseen, cannotWrite, busy
    /// The signal with this number ended the work.
    case interrupted(Int32)
    /// Help, version and wrong flags: the argument parser knows what to print and which code to give.
    case argumentParser

    init(_ error: any Error) {
        switch error {
        case is UsageError: self = .usage
        case let failure as SilentFailure: self = failure.status
        case is InvalidDefinitions, is MigrationError, is ReferenceMemberError, is TransformationError: self = .badData
        case let error as ExtractionError: self = error.kind == .missingInput ? .missingInput : .badData
        case is NoProject: self = .missingInput
        case is KeyError: self = .badData
        case let error as CorrectionError:
            switch error.kind {
            case .request: self = .usage
            case .badData: self = .badData
            case .cannotWrite: self = .cannotWrite
            }
        case is Busy: self = .busy
        case let error as Interrupted: self = .interrupted(error.signal)
        case is SpillError: self = .cannotWrite
        case is MetricQueryError, is RollbackError: self = .usage
        case is ReportError, is ScheduleError, is DisclosureError: self = .badData
        case is OutputError, is LostOutput: self = .cannotWrite
        case let error as UnwrittenWorkbook: self = error.isOfPlace ? .cannotWrite : .unforeseen
        case let error as PostgresError: self = error.stage == .connect ? .unreachable : .unforeseen
        case is PrivateServerError: self = .unreachable
        case is PipelineError: self = .unforeseen
        case let error as LoadFailure:
            self = error.server?.isTransient == true ? .unreachable : ExitStatus(error.underlying)
        case is ValidationError, is CleanExit, is ExitCode: self = .argumentParser
        case let error as CocoaError where error.code == .fileWriteNoPermission || error.code == .fileWriteOutOfSpace:
            self = .cannotWrite
        default: self = "\(type(of: error))" == "CommandError" ? .argumentParser : .unforeseen
        }
    }

    var code: Int32 {
        switch self {
        case .usage, .argumentParser: 64
        case .badData: 65
        case .missingInput: 66
        case .unreachable: 69
        case .unforeseen: 70
        case .cannotWrite: 73
        case .busy: 75
        case .interrupted(let signal): 128 + signal
        }
    }
}

/// The definitions have errors; they have been printed.
struct InvalidDefinitions: Error, CustomStringConvertible {
    let count: Int
    var description: String { "\(count) \(count == 1 ? "error" : "errors") in the definitions; nothing was run" }
}

/// There is no project here.
struct NoProject: Error, CustomStringConvertible {
    let directory: String
    var description: String {
        "there is no \(Project.fileName) in \(directory) or above it; go into a project or name one with --project DIR"
    }
}

/// Something failed and everything has been said already.
struct SilentFailure: Error {
    let status: ExitStatus
}

/// What was asked for does not exist or cannot be read.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
