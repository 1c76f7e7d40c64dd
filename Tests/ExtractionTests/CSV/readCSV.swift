import Extraction
import Testing

@testable import Definitions

/// Reads bytes as the CSV file `trial.csv`.
///
/// - Parameter options: what else the definition of the source says, in YAML.
func readCSV(_ bytes: [UInt8], options: String = "", required: [String] = []) throws -> Reading {
    try withTrialFile(bytes) { path in
        let start = SourceLocation(file: "pipelines/trial.yaml", line: 7, column: 9)
        let source = try CSVSource(
            try csvDefinition(options), path: path, source: "trial.csv",
            required: required.map { Located($0, at: start) })
        return try Reading(source)
    }
}

func readCSV(_ text: String, options: String = "", required: [String] = []) throws -> Reading {
    try readCSV(Array(text.utf8), options: options, required: required)
}

/// Says why a file cannot be read at all.
func refusal(of bytes: [UInt8], options: String = "", required: [String] = []) throws -> ExtractionError {
    try #require(throws: ExtractionError.self) { try readCSV(bytes, options: options, required: required) }
}

func csvDefinition(_ options: String) throws -> CSVSourceDefinition {
    let collector = DiagnosticCollector()
    let text = "{ path: trial.csv\(options.isEmpty ? "" : ", \(options)") }"
    let node = try #require(YAMLNode.parse(text, file: "pipelines/trial.yaml", collector: collector))
    let definition = try #require(CSVSourceDefinition(node))
    try #require(collector.diagnostics.isEmpty)
    return definition
}
