import Foundation
internal import Logging

/// Knows which stage a load is in, and tells how long each has taken.
struct StageClock {
    private let logger: Logger
    private let pipeline: String
    private(set) var stage: String
    private var begun = DispatchTime.now().uptimeNanoseconds

    init(_ logger: Logger, _ pipeline: String, first stage: String) {
        self.logger = logger
        self.pipeline = pipeline
        self.stage = stage
    }

    /// Ends the stage; the next one begins.
    mutating func end(rows: Int? = nil, next: String) {
        let now = DispatchTime.now().uptimeNanoseconds
        let milliseconds = (now - begun) / 1_000_000
        var metadata: Logger.Metadata = [
            "pipeline": "\(pipeline)", "stage": "\(stage)",
            "seconds": "\(milliseconds / 1000).\(String(String(1000 + milliseconds % 1000).dropFirst()))",
        ]
        if let rows { metadata["rows"] = "\(rows)" }
        logger.info("stage", metadata: metadata)
        begun = now
        stage = next
    }
}
