import Foundation
import PrivateServer
import TestSupport
import Testing

func query(_ endpoint: ServerEndpoint, _ sql: String) throws -> String {
    try queryDatabase(endpoint.connectionString(database: "postgres"), sql)
}

func processIdentifier(of server: PrivateServer) throws -> Int32 {
    guard case .running(_, let processIdentifier) = try server.status().state else {
        throw NotRunning(status: try server.status())
    }
    return processIdentifier
}

struct NotRunning: Error { let status: ServerStatus }

func permissions(of path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
}

/// Kills the server's first process as a power failure would, and waits until it is gone.
func crash(_ server: PrivateServer) throws {
    let process = try processIdentifier(of: server)
    kill(process, SIGKILL)
    while try server.status().state != .stopped { usleep(10_000) }
}
