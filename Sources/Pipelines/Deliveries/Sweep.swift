internal import Definitions
internal import Extraction
import Foundation

/// Moves files whose content is published out of the folder they arrived in.
struct Sweep {
    private let pipeline: PipelineDefinition
    private let directory: String

    init(_ pipeline: PipelineDefinition, _ directory: String) {
        self.pipeline = pipeline
        self.directory = directory
    }

    /// Moves what is published, with its control file, into the archive folder; nothing there is ever overwritten.
    func run(_ outcomes: [DeliveryOutcome], _ found: [FoundDelivery]) throws {
        guard let archive = pipeline.source.arrival?.archive?.value else { return }
        let folder = archive.hasPrefix("/") ? archive : directory + "/" + archive
        let done = Set(outcomes.filter { $0.state == .published || $0.state == .unchanged }.map(\.source))
        let files = found.filter { done.contains($0.source) && $0.path != nil }
        guard !files.isEmpty else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in files {
            // The sender's next file may have the same name; it has not been read.
            guard let path = file.path, try FileIdentity(path: path, source: file.source) == file.identity else {
                continue
            }
            try move(path, to: folder)
            if let control = file.control?.file {
                try move(control.hasPrefix("/") ? control : directory + "/" + control, to: folder)
            }
        }
    }

    private func move(_ path: String, to folder: String) throws {
        let name = URL(fileURLWithPath: path).lastPathComponent
        var target = folder + "/" + name
        var number = 2
        while FileManager.default.fileExists(atPath: target) {
            target = folder + "/\(number)-" + name
            number += 1
        }
        try FileManager.default.moveItem(atPath: path, toPath: target)
    }
}
