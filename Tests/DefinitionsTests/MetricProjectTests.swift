import Definitions
import TestSupport
import Testing

@Suite struct MetricProjectTests {
    @Test("has no error in the definitions of this project")
    func projectIsSound() throws {
        let collector = DiagnosticCollector()
        let project = Project.load(repositoryDirectory, collector: collector)
        #expect(collector.sorted.map(\.description).isEmpty)
        let loaded = try #require(project)
        #expect(loaded.reports.keys.sorted() == ["annual-adoption", "monthly-monitor"])
    }

    @Test("defines in words every metric that a report shows")
    func metricsAreDefined() throws {
        let project = try #require(Project.load(repositoryDirectory, collector: DiagnosticCollector()))
        for report in project.reports.values {
            for name in report.metricNames {
                guard let metric = project.metrics[name], metric.definition == nil else { continue }
                // A change says by its kind what it is.
                guard case .change = metric.kind else {
                    Issue.record("`\(name)` of \(report.name.value) has no definition")
                    continue
                }
            }
        }
    }
}
