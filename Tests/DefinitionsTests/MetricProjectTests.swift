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

    @Test("refuses a filter value that no curated member has")
    func unknownMember() throws {
        let project = try #require(Project.load(repositoryDirectory, collector: DiagnosticCollector()))
        let collector = DiagnosticCollector()
        let text = """
            name: m
            type: simple
            fact: claim
            agg: count
            where: { channel.system: e_self_servce }
            disclosure: administrative
            label: { en: a, th: b }
            """
        let node = try #require(YAMLNode.parse(text, file: "m.yaml", collector: collector))
        let metric = try #require(MetricDefinition(node))
        MetricDefinition.check(
            ["m": metric], facts: project.facts, dimensions: project.dimensions,
            units: project.settings.units,
            references: project.references, collector: collector)
        let expected =
            "m.yaml:5:26: error: no member of `warehouse/reference/channel.csv` has the `channel.system` "
            + "`e_self_servce`; did you mean `e_self_service`?"
        #expect(collector.sorted.map(\.description) == [expected])
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
