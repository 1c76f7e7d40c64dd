import Foundation
internal import Logging

/// Tells how long each stage of a load has taken.
struct StageClock {
    private let logger: Logger
    private let pipeline: String
    private var begun = DispatchTime.now().uptimeNanoseconds

    init(_ logger: Logger, _ pipeline: String) {
        self.logger = logger
        self.pipeline = pipeline
    }

    /// Ends a stage; the next one begins.
    mutating func end(_ stage: String, rows: Int? = nil) {
        let now = DispatchTime.now().uptimeNanoseconds
        let milliseconds = (now - begun) / 1_000_000
        var metadata: Logger.Metadata = [
            "pipeline": "\(pipeline)", "stage": "\(stage)",
            "seconds": "\(milliseconds / 1000).\(String(String(1000 + milliseconds % 1000).dropFirst()))",
        ]
        if let rows { metadata["rows"] = "\(rows)" }
        logger.info("stage", metadata: metadata)
        begun = now
    }
}
