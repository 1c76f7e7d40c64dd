internal import Extraction
import Foundation
internal import Logging
internal import Postgres
internal import Warehouse

/// Tries work again after faults that pass by themselves, a few times and with growing pauses.
struct Retry {
    /// The pauses before each further attempt, in seconds.
    static let pauses: [Double] = [0.5, 2, 5, 15]

    private let environment: PipelineRun.Environment
    private let pipeline: String

    init(_ environment: PipelineRun.Environment, _ pipeline: String) {
        self.environment = environment
        self.pipeline = pipeline
    }

    /// Runs the body until it ends well, fails for good, or has failed often enough.
    func run<Result>(_ session: LoadSession, _ body: () throws -> Result) throws -> Result {
        var wasLost = false
        for (attempt, pause) in Self.pauses.enumerated() {
            do {
                return try body()
            } catch {
                guard Self.isTransient(error) || (wasLost && Self.isUnreachable(error)) else { throw error }
                wasLost = true
                environment.logger.warning(
                    "fault, trying again",
                    metadata: [
                        "pipeline": "\(pipeline)", "attempt": "\(attempt + 2) of \(Self.pauses.count + 1)",
                        "in_seconds": "\(pause)", "error": "\(error)",
                    ])
                try wait(pause)
                try reconnect(session)
            }
        }
        return try body()
    }

    private static func isTransient(_ error: any Error) -> Bool {
        switch error {
        case let error as LoadFailure: error.isTransient
        case let error as PostgresError: error.isTransient
        case let error as ExtractionError: error.outlook == .passing
        case is MembersChanged: true
        default: false
        }
    }

    /// A source that was there a moment ago, and refuses connections, may be starting again.
    private static func isUnreachable(_ error: any Error) -> Bool {
        (error as? ExtractionError)?.outlook == .unreachable
    }

    /// A server that restarts refuses connections for a while; that is no reason to give up at once.
    private func reconnect(_ session: LoadSession) throws {
        for pause in Self.pauses {
            do {
                return try session.reconnect()
            } catch let error as PostgresError {
                guard error.isTransient else { throw error }
                try wait(pause)
            }
        }
        try session.reconnect()
    }

    /// Sleeps, but not through an interruption.
    private func wait(_ seconds: Double) throws {
        let end = Date().addingTimeInterval(seconds)
        while Date() < end {
            try environment.interruption.check()
            Thread.sleep(forTimeInterval: min(0.1, seconds))
        }
    }
}
