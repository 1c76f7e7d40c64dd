import Definitions
import Foundation

/// Every recipe of a folder, with the populations and tables they share.
struct RecipeBook {
    let recipes: [Recipe]
    let shared: SharedMembers

    /// Reads every `*.yaml` of the folder.
    ///
    /// - Throws: `SampleError.recipes` with every error of every file.
    init(directory: String) throws(SampleError) {
        let collector = DiagnosticCollector()
        var documents: [YAMLMapping] = []
        for name in try Self.fileNames(in: directory) {
            let text: String
            do { text = try String(contentsOfFile: directory + "/" + name, encoding: .utf8) } catch {
                throw .cannotRead(path: directory + "/" + name, reason: error.localizedDescription)
            }
            let node = YAMLNode.parse(text, file: directory + "/" + name, collector: collector)
            if let mapping = node?.mapping("recipe file") { documents.append(mapping) }
        }
        var shared = SharedMembers()
        for index in documents.indices { Self.readShared(&documents[index], &shared, directory) }
        var recipes: [Recipe] = []
        for var document in documents {
            guard let name = document.optionalString("recipe") else {
                document.rejectUnreadKeys()
                continue
            }
            _ = document.optionalString("description")
            if recipes.contains(where: { $0.name == name.value }) {
                collector.error(
                    at: name.location, "there is another recipe `\(name.value)`", remedy: "rename one")
            }
            if let recipe = RecipeReader(shared: shared).read(name, document) { recipes.append(recipe) }
        }
        if collector.hasErrors { throw .recipes(collector.sorted) }
        self.recipes = recipes
        self.shared = shared
    }

    private static func fileNames(in directory: String) throws(SampleError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory).filter {
                $0.hasSuffix(".yaml")
            }.sorted()
        } catch {
            throw .cannotRead(path: directory, reason: error.localizedDescription)
        }
    }

    private static func readShared(
        _ document: inout YAMLMapping, _ shared: inout SharedMembers, _ directory: String
    ) {
        for entry in document.optionalMapping("populations").map(\.allEntries) ?? [] {
            checkNew(entry.key, among: shared.populations.map(\.name), document.collector)
            if let population = Population(name: entry.key.value, entry.value) {
                shared.populations.append(population)
            }
        }
        for entry in document.optionalMapping("tables").map(\.allEntries) ?? [] {
            checkNew(entry.key, among: shared.tables.map(\.name), document.collector)
            if let table = SampleTable(name: entry.key.value, entry.value, directory: directory) {
                shared.tables.append(table)
            }
        }
    }

    private static func checkNew(
        _ name: Located<String>, among names: [String], _ collector: DiagnosticCollector
    ) {
        guard names.contains(name.value) else { return }
        collector.error(at: name.location, "there is another `\(name.value)`", remedy: "rename one")
    }
}
