internal import Extraction
package import Postgres
internal import Warehouse

/// A load that ended in a fault: where it was, what is left, and what to do.
package struct LoadFailure: Error, CustomStringConvertible {
    package let pipeline: String
    /// What the load was doing.
    package let stage: String
    /// The deliveries it was loading.
    package let sources: [String]
    package let underlying: any Error

    /// The server's own report, when the fault was there.
    package var server: PostgresError? { underlying as? PostgresError }

    package var description: String {
        let names = sources.count > 3 ? "\(sources[0]) and \(sources.count - 1) more" : sources.joined(separator: ", ")
        return """
            pipeline \(pipeline): stage \(stage) of \(names) failed: \(underlying)
            Nothing of this was published, and what was published before stays. \(remedy)Then run `uptake run \(pipeline)` again.
            """
    }

    private var remedy: String {
        switch server?.sqlState {
        case "53100": "Make room on the server's disk. "
        case "53200": "The server ran out of memory: give it more, or lower its work_mem. "
        case "42501": "Give this user the right that is missing. "
        case .some, nil:
            server?.isTransient == true ? "The server was not to be reached: see that it runs. " : ""
        }
    }

    /// Whether the fault is likely to pass by itself.
    var isTransient: Bool { server?.isTransient ?? (underlying is MembersChanged) }
}
