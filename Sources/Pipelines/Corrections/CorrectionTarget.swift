internal import Definitions
import Foundation

/// The name and the place of a file of rows to correct, held against what the pipeline looks for.
struct CorrectionTarget {
    private let pipeline: PipelineDefinition
    private let directory: String
    private let path: String

    /// - Parameter path: absolute.
    init(_ pipeline: PipelineDefinition, _ directory: String, path: String) {
        self.pipeline = pipeline
        self.directory = directory
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    private var pattern: String { pipeline.source.path?.value ?? "" }
    private var name: String { DeliveryName(path).file }

    func check() throws(CorrectionError) {
        guard DeliveryName(path).isAmendment, path.hasSuffix(".csv"), name != ".amend.csv" else {
            throw CorrectionError(
                .request,
                "`\(name)` must end in .amend.csv: by that name a run knows that the file corrects some rows, and does not let it take the place of all the others; write --out \(suggestedName)"
            )
        }
        guard !isFound(path) else {
            throw CorrectionError(
                .request,
                "\(path) is where `\(pipeline.name.value)` looks for deliveries, and the next run would take the rows before they are corrected; write the file into another folder first"
            )
        }
    }

    private var suggestedName: String {
        let stem = DeliveryName(path).stem
        return (stem.isEmpty ? pipeline.name.value : stem) + ".amend.csv"
    }

    /// Says where the corrected file is to be put.
    ///
    /// - Parameter source: a file that its rows come from.
    func destination(of source: String) -> String {
        let folder = source.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let delivered = (folder.isEmpty ? "" : folder + "/") + name
        if isFound(delivered.hasPrefix("/") ? delivered : directory + "/" + delivered) {
            return "put it into \(folder.isEmpty ? "the project's folder" : folder)"
        }
        let hint = "put it into \(folder.isEmpty ? "the project's folder" : folder) under a name that `path` matches"
        let place = pipeline.source.path.map { "\($0.location)" } ?? ""
        return
            "\(hint) and that ends in .amend.csv; now that is `\(pattern)` (\(place)), which `\(name)` does not match"
    }

    /// Whether a run would take a file of this path.
    private func isFound(_ file: String) -> Bool {
        let root = URL(fileURLWithPath: directory).standardizedFileURL.path + "/"
        let own = URL(fileURLWithPath: file).standardizedFileURL.path
        if pattern.hasPrefix("/") { return fnmatch(pattern, own, FNM_PATHNAME | FNM_PERIOD) == 0 }
        return own.hasPrefix(root)
            && fnmatch(pattern, String(own.dropFirst(root.count)), FNM_PATHNAME | FNM_PERIOD) == 0
    }
}
