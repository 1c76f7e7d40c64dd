import Definitions
import Foundation
import TestSupport
import Testing

/// The poll of the fixtures with a rule for its answers; invitations declare nothing.
func protectedPoll(_ disclosure: String) throws -> Project {
    try withTemporaryDirectory { directory in
        try copyTree("\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/poll", to: "\(directory)/poll")
        let file = URL(filePath: "\(directory)/poll/reports/metrics/answers.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("fact: answer,", with: "fact: answer, disclosure: \(disclosure),")
            .write(to: file, atomically: true, encoding: .utf8)
        let collector = DiagnosticCollector()
        let project = Project.load("\(directory)/poll", collector: collector)
        #expect(collector.sorted.map(\.description) == [])
        return try #require(project)
    }
}
