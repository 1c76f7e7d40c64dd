/// Says whether a project's private server exists and runs, and where its files are.
package struct ServerStatus: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        /// Never started for this project.
        case absent
        case stopped
        case running(ServerEndpoint, processIdentifier: Int32)
    }

    package let state: State
    /// Holds the data, the socket, the settings and the log; nil when absent.
    package let folder: String?
    package let logFile: String?
}
