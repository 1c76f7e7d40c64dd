import Foundation
import TestSupport
import Testing

@Suite struct LayeringTests {
    @Test func everyImportGoesDownwardAndIsDeclared() throws {
        let declared = Layers.declaredDependencies(inManifest: try repositoryFile("Package.swift"))
        var importCount = 0
        for file in try repositoryFiles(under: "Sources") where file.hasSuffix(".swift") {
            let target = String(file.split(separator: "/")[1])
            for (index, line) in try repositoryFile(file).split(
                separator: "\n", omittingEmptySubsequences: false
            )
            .enumerated() {
                guard let module = Layers.importedModule(of: line) else { continue }
                importCount += 1
                if let objection = Layers.objection(to: module, in: target, declared: declared) {
                    Issue.record("\(file):\(index + 1): \(objection)")
                }
            }
        }
        #expect(importCount > 0)
    }

    @Test func everyTargetIsInOneLayer() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: repositoryDirectory + "/Sources")
            .filter { !$0.hasSuffix(".md") && !$0.hasPrefix(".") }
        #expect(Set(Layers.targets.joined()) == Set(folders))
        #expect(Layers.targets.joined().count == folders.count)
    }

    @Test(
        "objects to imports upward, sideways, undeclared or reserved",
        arguments: [
            ("Periods", "Foundation", nil),
            ("Warehouse", "Periods", nil),
            ("Pipelines", "Logging", nil),
            ("Periods", "Warehouse", "Warehouse is in a layer above Periods"),
            ("Warehouse", "Extraction", "Warehouse and Extraction are in the same layer"),
            (
                "Warehouse", "Records",
                "Package.swift does not name Records among the dependencies of Warehouse"
            ),
            ("Warehouse", "CLibPQ", "only Postgres may import CLibPQ"),
            ("Warehouse", "Yams", "only Definitions may import Yams"),
            ("Warehouse", "NIO", "NIO is in no layer; add it to Layers.swift, or do without it"),
        ] as [(String, String, String?)])
    func objects(target: String, module: String, expected: String?) {
        let declared: [String: Set] = ["Warehouse": ["Periods"], "Pipelines": ["Logging"]]
        #expect(Layers.objection(to: module, in: target, declared: declared) == expected)
    }

    @Test(
        "reads import lines",
        arguments: [
            ("import Foundation", "Foundation"), ("package import Definitions", "Definitions"),
            ("    @preconcurrency import Yams // why", "Yams"),
            ("internal import struct Records.Batch", "Records"),
            ("@_spi(Internal) public import A", "A"), ("// import Foundation", nil),
            ("let important = 1", nil),
        ] as [(String, String?)])
    func readsImports(line: String, expected: String?) {
        #expect(Layers.importedModule(of: line) == expected)
    }

    @Test func readsDependenciesFromAManifest() {
        let manifest = """
            targets: [
                .target(name: "A", swiftSettings: settings),
                .target(
                    name: "B", dependencies: [.product(name: "Yams", package: "Yams-package"), "A", logging],
                    swiftSettings: settings),
            ]
            """
        #expect(
            Layers.declaredDependencies(inManifest: manifest) == ["A": [], "B": ["A", "Yams", "Logging"]])
    }
}
