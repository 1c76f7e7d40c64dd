internal import Definitions
internal import Hashing

/// Names everything that decides how a delivery is read: read anew under a corrected definition, it is another delivery.
struct DefinitionHash {
    let text: String

    init(_ pipeline: PipelineDefinition, _ project: Project, _ key: PseudonymKey?) {
        let texts = project.texts
        var parts = ["1", texts["pipelines/\(pipeline.name.value).yaml"] ?? ""]
        for folder in ["facts", "dimensions"] {
            parts.append(texts["warehouse/\(folder)/\(pipeline.load.value).yaml"] ?? "")
        }
        for table in Self.tables(of: pipeline).sorted() {
            parts.append(texts["warehouse/reference/\(table).csv"] ?? "")
        }
        parts += pipeline.columns.compactMap { Self.lookedUp($0, project) }
        if pipeline.columns.contains(where: { $0.pseudonymOf != nil }) { parts.append(key?.fingerprint ?? "") }
        text = SHA256Digest(of: parts.map { "\($0.utf8.count):\($0)" }.joined()).description
    }

    /// What a look-up into a curated table depends on: the keys, the attribute looked up by, and where versions begin.
    ///
    /// Names that are corrected do not change what rows point to; a new member or another day of a version does.
    private static func lookedUp(_ column: ColumnMapping, _ project: Project) -> String? {
        guard let lookup = column.lookup, let dimension = project.dimensions[lookup.dimension],
            case .file(let path) = dimension.members,
            let table = path.value.split(separator: "/").last.flatMap({ project.references[String($0.dropLast(4))] })
        else { return nil }
        let columns = dimension.key.map(\.value) + [lookup.column ?? "", "valid_from"]
        let places = columns.compactMap { table.column($0) }
        return lookup.dimension + "\n"
            + table.rows.map { row in places.map { row[$0] }.joined(separator: "\t") }.joined(separator: "\n")
    }

    /// The reference tables that the pipeline's checks read.
    private static func tables(of pipeline: PipelineDefinition) -> Set<String> {
        Set(
            pipeline.checks.compactMap { check in
                switch check.rule {
                case .allowed(_, let table), .notBefore(_, let table, _): table.value
                case .order, .refuse: nil
                }
            })
    }
}
