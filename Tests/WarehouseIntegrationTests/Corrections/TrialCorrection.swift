import Definitions
import Foundation
import Pipelines
import Postgres
import TestSupport
import Testing
import Warehouse

/// Writes the rows of a pipeline to correct into a file of the trial.
@discardableResult
func writeCorrections(
    _ trial: Trial, of pipeline: String, to file: String = "out/fix.amend.csv", delivery: Int32? = nil
) throws -> CorrectionRun.Result {
    try FileManager.default.createDirectory(
        atPath: URL(filePath: trial.directory + "/" + file).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
    let project = try trial.project()
    return try CorrectionRun(try #require(project.pipelines[pipeline]), in: project)
        .write(
            to: trial.directory + "/" + file, RejectList(pipeline: pipeline, delivery: delivery),
            isNamed: delivery != nil, on: try Connection(connecting: trial.conninfo))
}

/// What stands in a file of the trial.
func text(_ trial: Trial, _ file: String = "out/fix.amend.csv") throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: trial.directory + "/" + file)), as: UTF8.self)
}

/// What lies in a folder of the trial.
func names(_ trial: Trial, _ folder: String = "out") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: trial.directory + "/" + folder).sorted()
}

/// The files of the shops' project, whose sales may all be rejects.
func lenientShopProject(path: String = "in/sales*.csv") -> [String: String] {
    var files = shopProject
    files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
        .replacing("at_most: 50%", with: "at_most: 100%").replacing("in/sales*.csv", with: path)
    return files
}
