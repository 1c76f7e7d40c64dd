import Definitions
import Foundation
import TestSupport
import Testing

@testable import MetricQueries

@Suite struct RowColumnTests {
    @Test("leaves pseudonyms out, those of the fact and those that are members' keys")
    func pseudonyms() throws {
        try withTemporaryDirectory { folder in
            let directory = "\(folder)/bakery"
            try copyTree("\(repositoryDirectory)/Tests/MetricQueriesTests/Fixtures/bakery", to: directory)
            func replace(_ old: String, by new: String, in file: String) throws {
                let path = "\(directory)/\(file)"
                let text = try String(contentsOfFile: path, encoding: .utf8)
                try #require(text.contains(old))
                try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
            }
            try replace(
                "columns: { number: text }",
                by: "columns: { number: text, buyer: { type: pseudonym, optional: true } }",
                in: "warehouse/facts/sale.yaml")
            try replace(
                "columns: { code: text, name: text,", by: "columns: { code: pseudonym, name: text,",
                in: "warehouse/dimensions/shop.yaml")
            let collector = DiagnosticCollector()
            let project = try #require(
                Project.read(directory, collector: collector), "\(collector.sorted.map(\.description))")
            let fact = try #require(project.facts["sale"])
            #expect(
                RowColumn.columns(of: fact, in: project).map(\.name) == [
                    "sold.date", "delivered.date", "way.code", "number", "loaves", "shelf",
                ])
        }
    }
}
