import Foundation

/// The folder of `Package.swift`.
package let repositoryDirectory: String = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path(
        percentEncoded: false
    )
    .trimmingSuffix("/")

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
