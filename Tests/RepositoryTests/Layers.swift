import Foundation

/// The layers of the engine and what each may stand on, as `Sources/README.md` draws them.
enum Layers {
    /// From the bottom up; imports go downward only, never sideways.
    static let targets: [[String]] = [
        ["CLibCSV", "CLibPQ", "CLibODBC", "CLibCrypto", "CLibXLSXWriter", "CZlib", "CClp"],
        [
            "CSVParsing", "Postgres", "ODBC", "Hashing", "Spreadsheet", "Compression", "PrivateServer",
            "LinearProgramming",
        ],
        ["Records", "Definitions", "Periods", "Disclosure"],
        ["Extraction", "Transformation", "Warehouse", "MetricQueries", "Sampling"],
        ["Pipelines", "Reporting", "Rules", "Scheduling"],
        ["UptakeCommand"],
    ]

    /// The wrappers that may see each C library: one, or one for each thing that it does.
    static let wrappers = [
        "CLibCSV": ["CSVParsing"], "CLibPQ": ["Postgres"], "CLibODBC": ["ODBC"], "CLibCrypto": ["Hashing"],
        "CLibXLSXWriter": ["Spreadsheet"],
        "CZlib": ["Spreadsheet", "Compression"],
        "CClp": ["LinearProgramming"],
    ]

    /// Who may import a package of somebody else's.
    static let packages: [String: [String]] = [
        "Yams": ["Definitions"],
        "ArgumentParser": ["UptakeCommand"],
        "Logging": targets[4] + targets[5],
    ]

    /// Comes with the toolchain; everybody may import it.
    static let toolchain: Set = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization",
    ]

    static func layer(of target: String) -> Int? { targets.firstIndex { $0.contains(target) } }

    /// Says why `target` may not import `module`; nil when it may.
    static func objection(to module: String, in target: String, declared: [String: Set<String>]) -> String? {
        if toolchain.contains(module) { return nil }
        guard let own = layer(of: target) else { return "\(target) is in no layer; add it to Layers.swift" }
        if let allowed = packages[module] {
            guard allowed.contains(target) else {
                return "only \(allowed.joined(separator: ", ")) may import \(module)"
            }
        } else if let other = layer(of: module) {
            if other == own { return "\(target) and \(module) are in the same layer" }
            if other > own { return "\(module) is in a layer above \(target)" }
            if let wrappers = wrappers[module], !wrappers.contains(target) {
                return "only \(wrappers.joined(separator: ", ")) may import \(module)"
            }
        } else {
            return "\(module) is in no layer; add it to Layers.swift, or do without it"
        }
        guard declared[target, default: []].contains(module) else {
            return "Package.swift does not name \(module) among the dependencies of \(target)"
        }
        return nil
    }

    /// Returns the module of an import line; nil for any other line.
    static func importedModule(of line: some StringProtocol) -> String? {
        // Regular expressions are slow in debug builds, and few lines are imports.
        guard line.contains("import ") else { return nil }
        let pattern =
            /\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?(\w+).*/
        return String(line).wholeMatch(of: pattern).map { String($0.1) }
    }

    /// Reads from the text of Package.swift what each target names as its dependencies.
    static func declaredDependencies(inManifest text: String) -> [String: Set<String>] {
        var declared: [String: Set<String>] = [:]
        for part in text.split(separator: /\.(?:target|executableTarget|testTarget|systemLibrary)\(/)
            .dropFirst()
        {
            guard let name = part.firstMatch(of: /name:\s*"(\w+)"/) else { continue }
            let dependencies = part.firstMatch(of: /dependencies:\s*\[((?:[^\[\]])*)\]/)
            var modules: Set<String> = []
            for match in (dependencies?.1 ?? "").replacing(/package:\s*"[^"]*"/, with: "").matches(
                of: /"(\w+)"/)
            {
                modules.insert(String(match.1))
            }
            // The manifest's one constant for a dependency.
            if dependencies?.1.contains(/\blogging\b/) == true { modules.insert("Logging") }
            declared[String(name.1)] = modules
        }
        return declared
    }
}
