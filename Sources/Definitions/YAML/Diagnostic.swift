/// One thing that is wrong in a definition: where, what, and what would be right.
package struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Severity: String, Hashable, Sendable { case error, warning }

    package let severity: Severity
    package let location: SourceLocation
    package let message: String
    package let remedy: String?

    package init(
        _ severity: Severity = .error, at location: SourceLocation, _ message: String, remedy: String? = nil
    ) {
        self.severity = severity
        self.location = location
        self.message = message
        self.remedy = remedy
    }

    /// The line that is printed: `file:line:column: error: what is wrong; what would be right`.
    package var description: String {
        let tail = remedy.map { "; \($0)" } ?? ""
        return "\(location): \(severity.rawValue): \(message)\(tail)"
    }
}

/// Collects every diagnostic of a reading, so that all are reported at once.
package final class DiagnosticCollector {
    package private(set) var diagnostics: [Diagnostic] = []

    package init() {}

    package func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    package func error(at location: SourceLocation, _ message: String, remedy: String? = nil) {
        report(Diagnostic(at: location, message, remedy: remedy))
    }

    package func warning(at location: SourceLocation, _ message: String, remedy: String? = nil) {
        report(Diagnostic(.warning, at: location, message, remedy: remedy))
    }

    /// The diagnostics without repetitions, in the order of files, lines and columns.
    package var sorted: [Diagnostic] {
        Array(Set(diagnostics)).sorted {
            ($0.location.file, $0.location.line, $0.location.column, $0.message)
                < ($1.location.file, $1.location.line, $1.location.column, $1.message)
        }
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
