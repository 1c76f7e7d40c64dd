import Definitions
import Periods
import Postgres
import TestSupport
import Testing

@testable import MetricQueries

/// Statements keep to what PostgreSQL and a database that spreads rows over nodes run alike.
@Suite struct DistributionTests {
    /// A project whose facts all have two published versions, with its rollups or without.
    private func engine(_ project: Project, usingRollups: Bool) -> MetricEngine {
        let versions = Dictionary(uniqueKeysWithValues: project.facts.keys.map { ($0, [Int32(3), 12]) })
        return MetricEngine(
            project: project, completeness: Completeness(project, published: [:]),
            versions: PublishedVersions(versions, rollups: usingRollups ? project.rollups : []))
    }

    private func sampleProject() throws -> Project {
        let collector = DiagnosticCollector()
        return try #require(Project.load(repositoryDirectory, collector: collector))
    }

    private func expectDistributable(_ statements: Set<String>, _ project: Project) {
        for statement in statements {
            let faults = distributionFaults(of: statement, in: project)
            #expect(faults.isEmpty, "\(faults) in \(statement)")
        }
    }

    @Test("of every sheet of this repository's reports", arguments: [true, false])
    func reports(usingRollups: Bool) throws {
        let project = try sampleProject()
        let engine = engine(project, usingRollups: usingRollups)
        var texts: Set<String> = []
        for sheet in project.reports.values.flatMap(\.sheets) {
            var requests: [(metrics: [String], by: [String], filters: [Filter])] = []
            switch sheet.content {
            case .figures(let figures):
                requests = figures.map { ([$0.metric.value], $0.ranking.map { [$0.by.value] } ?? [], $0.filters) }
            case .table(let table):
                requests = [(table.columns.map(\.value), table.rows.map(\.value), table.filters)]
            case .explanation(let explanation):
                requests = [([explanation.metric.value], explanation.by.map(\.value), explanation.filters)]
            }
            for request in requests {
                for moment in [Knowledge.current, .asOf("2025-01-01 00:00+07")] {
                    let statements = try engine.sql(
                        for: MetricRequest(
                            metrics: request.metrics, by: request.by.map { AttributePath($0) }, period: .year(2024),
                            filters: request.filters, language: .thai, asOf: moment, subtotals: true))
                    texts.formUnion(statements.map(\.text))
                }
            }
        }
        #expect(texts.count > 100)
        expectDistributable(texts, project)
    }

    @Test("of every metric, of the rows behind it, and by today's organisation")
    func metrics() throws {
        for project in [try sampleProject(), try bakery()] {
            let engine = engine(project, usingRollups: false)
            let month = try #require(Period("2024-06"))
            var texts: Set<String> = []
            for name in project.metrics.keys {
                let figure = MetricRequest(metrics: [name], period: month, language: .english)
                let rows = LineageRequest(metric: name, period: month, language: .english, lines: 10)
                texts.formUnion((try engine.sql(for: figure) + engine.sql(for: rows)).map(\.text))
            }
            expectDistributable(texts, project)
            let today =
                project.facts["sale"] == nil ? ("claims", "office.name as_is") : ("loaves", "shop.town.name as_is")
            for moment in [Knowledge.current, .asOf("2025-01-01 00:00+07")] {
                let statements = try engine.sql(
                    for: MetricRequest(
                        metrics: [today.0], by: [AttributePath(today.1)], period: .year(2024), language: .english,
                        asOf: moment))
                #expect(statements[0].text.contains("now_key"))
                expectDistributable(Set(statements.map(\.text)), project)
            }
        }
    }

    /// The rules find what they are about, and what they allow is allowed.
    @Test(
        arguments: [
            ("select sum(f.\"loaves\") from store.\"sale\" f left join store.\"shop\" d1 on d1.x = f.x", ""),
            ("select count(distinct f.\"number\") as m1 from store.\"sale\" f", ""),
            ("select count(distinct f.\"loaves\") as m1 from store.\"sale\" f", "`distinct f.\"loaves\"`"),
            ("select distinct f.\"loaves\" from store.\"sale\" f", "`distinct f.\"loaves\"`"),
            ("select array_agg(f.\"loaves\") from store.\"sale\" f", "`array_agg`"),
            ("select rank() over (order by f.\"loaves\") from store.\"sale\" f", "`over`"),
            ("select count(*) from store.\"sale\" f group by grouping sets ((f.\"loaves\"), ())", "`grouping`"),
            ("select count(*) from store.\"sale\" f group by rollup (f.\"loaves\")", "`rollup (`"),
            ("select count(*) from store.\"sale\" f join store.\"sale\" g on f.a = g.a", "joins store"),
            ("select count(*) from store.\"shop\" d left join store.\"sale\" f on f.a = d.a", "is joined to"),
            ("select count(*) from store.\"sale\" f right join store.\"shop\" d on f.a = d.a", "inner side"),
            (
                "select count(*) filter (where f.a = (select max(l.a) from store.\"sale\" l)) from store.\"sale\" f",
                "a subquery outside FROM"
            ),
            ("select count(*) from store.\"sale\" f where f.a = (select max(l.a) from store.\"sale\" l)", ""),
            (
                "select count(*) from store.\"sale\" f where exists (select l.a from store.\"sale\" l where l.a = f.a)",
                "refers to `f`"
            ),
            (
                "select count(*) from store.\"sale\" f left join (with recursive h as (select 1) select h.a from h) d on d.a = f.a",
                "`recursive`"
            ),
            (
                "select count(*) from store.\"sale\" f left join (select first_value(m.a) over (order by m.b) as a from store.\"shop\" m) d on d.a = f.a",
                ""
            ),
        ])
    func rules(statement: String, fault: String) throws {
        let faults = distributionFaults(of: statement, in: try bakery())
        #expect(fault.isEmpty ? faults.isEmpty : faults.contains { $0.contains(fault) }, "\(faults) of \(statement)")
    }
}
