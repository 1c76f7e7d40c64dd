import Foundation
import Synchronization

/// What undisturbed runs have given, by the project and deliveries they were given for: many tests disturb the same one.
enum ExpectedContents {
    private static let known = Mutex<[Data: [String]]>([:])

    /// Returns what is known for a project as it stands, or learns it.
    static func of(_ project: String, _ learn: () throws -> [String]) throws -> [String] {
        let key = try contents(of: project, ["pipelines", "deliveries"])
        if let expected = known.withLock({ $0[key] }) { return expected }
        let expected = try learn()
        known.withLock { $0[key] = expected }
        return expected
    }

    private static func contents(of project: String, _ folders: [String]) throws -> Data {
        var key = Data()
        for folder in folders {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(project)/\(folder)").sorted() {
                key += Data("\(name)\n".utf8)
                key += try Data(contentsOf: URL(filePath: "\(project)/\(folder)/\(name)"))
            }
        }
        return key
    }
}
