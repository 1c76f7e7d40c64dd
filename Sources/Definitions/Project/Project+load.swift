import Foundation

extension Project {
    /// Finds the project that a folder lies in: the folder itself or the nearest one above it with `uptake.yaml`.
    package static func find(from directory: String) -> String? {
        var url = URL(fileURLWithPath: directory).standardizedFileURL
        while true {
            if FileManager.default.fileExists(atPath: url.appendingPathComponent(fileName).path) { return url.path }
            let parent = url.deletingLastPathComponent().standardizedFileURL
            if parent.path == url.path { return nil }
            url = parent
        }
    }

    /// Reads every definition of a project.
    ///
    /// - Returns: nil when the definitions have errors; the collector holds all of them, and the warnings.
    package static func load(_ directory: String, collector: DiagnosticCollector) -> Project? {
        let project = read(directory, collector: collector)
        return collector.hasErrors ? nil : project
    }

    /// Reads what can be read of a project with errors, so that layers above can add what they find.
    ///
    /// - Returns: nil when there is not even a project file that can be read.
    package static func read(_ directory: String, collector: DiagnosticCollector) -> Project? {
        let reader = ProjectReader(directory: directory, collector: collector)
        let settings = reader.definition(at: fileName) { ProjectSettings($0) }
        let dimensions = reader.definitions(
            in: "warehouse/dimensions", "dimension", { DimensionDefinition($0) }, \.name)
        let facts = reader.definitions(in: "warehouse/facts", "fact", { FactDefinition($0) }, \.name)
        let pipelines = reader.definitions(in: "pipelines", "pipeline", { PipelineDefinition($0) }, \.name)
        let rules = reader.definitions(in: "warehouse/rules", "rule", { RuleDefinition($0) }, \.name)
        let metrics = reader.metrics(in: "reports/metrics")
        let reports = reader.definitions(in: "reports", "report", { ReportDefinition($0) }, \.name)
        let references = reader.references(in: "warehouse/reference")
        guard let settings else { return nil }
        let project = Project(
            directory: directory, settings: settings, dimensions: dimensions, facts: facts, pipelines: pipelines,
            rules: rules, metrics: metrics, reports: reports, references: references, texts: reader.texts)
        project.check(collector)
        return project
    }
}

/// Reads the files of a project and remembers their texts.
private final class ProjectReader {
    private let directory: URL
    private let collector: DiagnosticCollector
    private(set) var texts: [String: String] = [:]

    init(directory: String, collector: DiagnosticCollector) {
        self.directory = URL(fileURLWithPath: directory, isDirectory: true)
        self.collector = collector
    }

    func text(at path: String) -> String? {
        let start = SourceLocation(file: path, line: 1, column: 1)
        do {
            let data = try Data(contentsOf: directory.appendingPathComponent(path))
            guard let text = String(validating: data, as: UTF8.self) else {
                collector.error(at: start, "the file is not UTF-8", remedy: "save it as UTF-8")
                return nil
            }
            texts[path] = text
            return text
        } catch {
            collector.error(at: start, "the file cannot be read: \(error.localizedDescription)")
            return nil
        }
    }

    func definition<Definition>(at path: String, _ read: (YAMLNode) -> Definition?) -> Definition? {
        guard let text = text(at: path) else { return nil }
        return YAMLNode.parse(text, file: path, collector: collector).flatMap(read)
    }

    /// Reads each file of a folder; the file's stem must be the definition's name.
    func definitions<Definition>(
        in folder: String, _ kind: String, _ read: (YAMLNode) -> Definition?,
        _ name: (Definition) -> Located<String>
    ) -> [String: Definition] {
        var result: [String: Definition] = [:]
        for file in files(in: folder, extension: "yaml") {
            guard let definition = definition(at: "\(folder)/\(file)", read) else { continue }
            let name = name(definition)
            if "\(name.value).yaml" != file {
                collector.error(
                    at: name.location, "\(kind) `\(name.value)` stands in the file `\(file)`",
                    remedy: "name the file `\(name.value).yaml`")
            }
            result[name.value] = definition
        }
        return result
    }

    func metrics(in folder: String) -> [String: MetricDefinition] {
        var result: [String: MetricDefinition] = [:]
        for file in files(in: folder, extension: "yaml") {
            let list = definition(at: "\(folder)/\(file)") { node -> [YAMLNode]? in
                guard var mapping = node.mapping("metrics") else { return nil }
                let list = mapping.sequence("metrics")
                mapping.rejectUnreadKeys()
                return list
            }
            for metric in (list ?? []).compactMap({ MetricDefinition($0) }) {
                if let earlier = result[metric.name.value] {
                    collector.error(
                        at: metric.name.location, "metric `\(metric.name.value)` is already declared",
                        remedy: "see \(earlier.name.location)")
                }
                result[metric.name.value] = metric
            }
        }
        return result
    }

    func references(in folder: String) -> [String: ReferenceTable] {
        var result: [String: ReferenceTable] = [:]
        for file in files(in: folder, extension: "csv") {
            let path = "\(folder)/\(file)"
            guard let text = text(at: path) else { continue }
            result[String(file.dropLast(4))] = ReferenceTable(text: text, file: path, collector: collector)
        }
        return result
    }

    /// The files of a folder in the order of their names; a folder that is not there has none.
    private func files(in folder: String, extension suffix: String) -> [String] {
        let url = directory.appendingPathComponent(folder)
        guard FileManager.default.fileExists(atPath: url.path) else { return [] }
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
            for name in names where suffix == "yaml" && name.hasSuffix(".yml") {
                collector.error(
                    at: SourceLocation(file: "\(folder)/\(name)", line: 1, column: 1), "the file would not be read",
                    remedy: "end its name with `.yaml`")
            }
            return names.filter { $0.hasSuffix(".\(suffix)") && !$0.hasPrefix(".") }.sorted()
        } catch {
            collector.error(
                at: SourceLocation(file: folder, line: 1, column: 1),
                "the folder cannot be read: \(error.localizedDescription)")
            return []
        }
    }
}
