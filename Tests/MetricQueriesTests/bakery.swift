import Definitions
import TestSupport
import Testing

/// The project that the tests of this target ask: a bakery, so that nothing here knows the warehouse's own subject.
func bakery() throws -> Project {
    let collector = DiagnosticCollector()
    let project = Project.load(
        "\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/bakery", collector: collector)
    #expect(collector.sorted.map(\.description) == [])
    return try #require(project)
}
