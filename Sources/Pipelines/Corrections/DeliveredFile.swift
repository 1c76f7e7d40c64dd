internal import Definitions
internal import Extraction
import Foundation
internal import Hashing

/// Finds the file of a delivery where it was delivered, or in the archive.
struct DeliveredFile {
    /// What became of the file.
    enum Finding {
        case found(path: String)
        case changed
        case gone
    }

    private let pipeline: PipelineDefinition
    private let directory: String

    init(_ pipeline: PipelineDefinition, _ directory: String) {
        self.pipeline = pipeline
        self.directory = directory
    }

    /// Finds the file whose content still is what the ledger knows.
    func find(_ source: String, sha256: String) throws -> Finding {
        let candidates = [absolute(source)] + archived(source)
        var isThere = false
        for path in candidates where FileManager.default.fileExists(atPath: path) {
            isThere = true
            if try contentHash(ofFile: path, source: source).description == sha256 { return .found(path: path) }
        }
        return isThere ? .changed : .gone
    }

    /// The names under which a sweep may have put the file into the archive.
    private func archived(_ source: String) -> [String] {
        guard let archive = pipeline.source.arrival?.archive?.value else { return [] }
        let folder = absolute(archive)
        let name = DeliveryName(source).file
        var paths = [folder + "/" + name]
        var number = 2
        while FileManager.default.fileExists(atPath: folder + "/\(number)-" + name) {
            paths.append(folder + "/\(number)-" + name)
            number += 1
        }
        return paths
    }

    private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : directory + "/" + path }
}
