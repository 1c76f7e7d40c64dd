import TestSupport
import Testing

@testable import Definitions

@Suite struct DisclosureCheckTests {
    private let star = TestStar()

    private func problems(_ entries: [String]) -> [String] {
        star.check(metrics: entries.map { "- { \($0), label: { en: a, th: b } }" }.joined(separator: "\n"))
    }

    private static let sales = "name: sales, type: simple, fact: sale, agg: count"
    private static let more = "name: more, type: simple, fact: sale, agg: count"
    private static let money = "name: money, type: simple, fact: sale, agg: sum, of: amount"
    private static let stock = "name: stock, type: stock, fact: sale, of: stock"

    @Test("accepts a fact of which every metric declares something, or none does")
    func accepts() {
        #expect(problems([Self.sales, Self.more]).isEmpty)
        #expect(
            problems([
                "\(Self.sales), disclosure: { below: 7 }", "\(Self.more), disclosure: none",
                "\(Self.money), disclosure: { below: 7 }", "\(Self.stock), disclosure: { below: 3, counted: values }",
                "name: rate, type: ratio, numerator: sales, denominator: more",
            ]).isEmpty)
    }

    @Test(
        "refuses declarations that contradict each other",
        arguments: [
            (
                ["\(sales), disclosure: survey", more],
                "metrics.yaml:2:11: error: `more` does not declare `disclosure`, and `sales` of the same fact `sale` does; write the same as there (metrics.yaml:1:11), or `disclosure: none`"
            ),
            (
                [sales, "\(more), disclosure: none"],
                "metrics.yaml:1:11: error: `sales` does not declare `disclosure`, and `more` of the same fact `sale` does"
            ),
            (
                ["\(sales), disclosure: survey", "\(money), disclosure: administrative"],
                "metrics.yaml:2:78: error: `money` hides rows below 5, and `sales` of the same fact below 10; declare one minimum (metrics.yaml:1:68)"
            ),
            (
                [
                    "\(stock), disclosure: { below: 3, counted: values }",
                    "name: s, type: stock, fact: sale, of: stock, disclosure: { below: 4, counted: stock }",
                ], "`s` hides sums of `stock` below 4, and `stock` of the same fact below 3"
            ),
            (
                ["\(money), disclosure: { below: 3, counted: values }"],
                "`amount` is decimal(12,2), which is no count; name the measure that counts"
            ),
            (
                ["\(money), disclosure: { below: 3, counted: value }"],
                "metrics.yaml:1:99: error: fact `sale` has no measure `value` that could be counted; did you mean `values`?"
            ),
            (
                ["\(money), disclosure: { below: 3, counted: stock }"],
                "`stock` does not add up, so its sum is no count"
            ),
        ])
    func refuses(entries: [String], message: String) {
        let problems = problems(entries)
        #expect(problems.count == 1 && problems.first?.contains(message) == true, "\(problems)")
    }

    @Test("warns once of a fact of persons of which no metric declares anything")
    func warns() throws {
        func warnings(_ disclosure: String) throws -> [String] {
            var files = soundProject
            files["reports/metrics/claims.yaml"] = """
                metrics:
                  - { name: claims, type: simple, fact: claim, agg: count\(disclosure), label: { en: a, th: b } }
                  - { name: money, type: simple, fact: claim, agg: sum, of: amount\(disclosure), label: { en: a, th: b } }
                """
            let (project, diagnostics) = try load(files)
            #expect(project != nil)
            return diagnostics
        }
        #expect(
            try warnings("") == [
                "reports/metrics/claims.yaml:2:13: warning: fact `claim` holds persons (`person`), and no metric of it declares `disclosure`; write `disclosure: administrative`, or `none` where small counts may be published"
            ])
        #expect(try warnings(", disclosure: none").isEmpty)
        #expect(try warnings(", disclosure: survey").isEmpty)
    }

    @Test("finds every fact of persons in this project protected, and employers' returns open")
    func thisProject() throws {
        let project = try #require(Project.load(repositoryDirectory, collector: DiagnosticCollector()))
        let catalogue = MetricCatalogue(metrics: project.metrics, facts: project.facts)
        let open = ["filings", "e_filings", "sso_plus_downloads"]
        for metric in project.metrics.values {
            guard case .simple(let simple) = metric.kind else { continue }
            let name = metric.name.value
            #expect(catalogue.isControlled(name) == !open.contains(name), "\(name)")
            let expected = simple.fact.value == "survey_answer" ? 10 : 5
            if let control = catalogue.disclosure(of: name) { #expect(control.below == expected, "\(name)") }
        }
        #expect(catalogue.disclosure(of: "payout_amount")?.measure?.value == "transactions")
        #expect(catalogue.isControlled("satisfaction_change"))
        #expect(!catalogue.isControlled("e_filing_rate_change"))
    }
}
