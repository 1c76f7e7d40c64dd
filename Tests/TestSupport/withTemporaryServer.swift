import Foundation
package import PrivateServer

/// Settings for servers whose data nobody needs after the tests.
package let testServerSettings = [
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "64MB",
    "max_wal_size": "1GB", "max_connections": "100",
]

/// Starts a PostgreSQL server of its own, lends it to `body`, then stops and removes it.
///
/// Takes a second or two; prefer `withTemporaryDatabase`, unless the test stops or harms the server.
package func withTemporaryServer<Result>(
    _ body: (PrivateServer, ServerEndpoint) throws -> Result
) throws -> Result {
    try withTemporaryDirectory { directory in
        let server = PrivateServer(projectDirectory: directory, settings: testServerSettings)
        return try body(server, try server.start())
    }
}

/// Returns the server that all tests of this process share; it is removed when the process ends.
package func sharedTestServer() throws -> ServerEndpoint {
    try sharedServer.get()
}

private let sharedDirectory = Result { try TemporaryDirectory.create() }

private let sharedServer: Result<ServerEndpoint, any Error> = Result {
    let directory = try sharedDirectory.get()
    atexit {
        if case .success(let directory) = sharedDirectory { TemporaryDirectory.remove(directory) }
    }
    return try PrivateServer(projectDirectory: directory, settings: testServerSettings).start()
}
