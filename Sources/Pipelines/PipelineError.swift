/// Why a run cannot go on; what state is left stands in the message.
package struct PipelineError: Error, CustomStringConvertible {
    package let pipeline: String
    package let message: String

    package init(pipeline: String, _ message: String) {
        self.pipeline = pipeline
        self.message = message
    }

    package var description: String {
        "pipeline \(pipeline): \(message). Nothing of this delivery was published; run `uptake run \(pipeline)` again afterwards."
    }
}
