internal import Definitions
internal import Extraction
internal import Hashing
internal import Logging
internal import Postgres
internal import Warehouse

/// One file, or one extraction from a database, with the hash of its content.
struct Delivery {
    /// The file relative to the project, or the name of the connection.
    let source: String
    let sha256: SHA256Digest
    let records: any RecordSource
}

/// Finds the deliveries of a pipeline and tells which are published already.
struct DeliveryFinder {
    private let pipeline: PipelineDefinition
    private let environment: PipelineRun.Environment

    init(_ pipeline: PipelineDefinition, in environment: PipelineRun.Environment) {
        self.pipeline = pipeline
        self.environment = environment
    }

    /// The files that the source's pattern matches, in the order of their names, or the one connection.
    func places() throws -> [String] {
        switch pipeline.source {
        case .csv(let csv): try files(csv.path)
        case .fixedWidth(let fixedWidth): try files(fixedWidth.path)
        case .postgres(let postgres): [postgres.connection.value]
        }
    }

    private func files(_ pattern: Located<String>) throws -> [String] {
        let files = matchingFiles(pattern.value, in: environment.project.directory)
        if files.isEmpty {
            environment.logger.warning(
                "no delivery", metadata: ["pipeline": "\(pipeline.name.value)", "path": "\(pattern.value)"])
        }
        return files
    }

    /// Opens a delivery and hashes its content.
    func open(_ place: String) throws -> Delivery {
        let path = place.hasPrefix("/") ? place : "\(environment.project.directory)/\(place)"
        switch pipeline.source {
        case .csv(let csv):
            return Delivery(
                source: place, sha256: try contentHash(ofFile: path, source: place),
                records: try CSVSource(csv, path: path, source: place, required: pipeline.sourceColumns))
        case .fixedWidth(let fixedWidth):
            return Delivery(
                source: place, sha256: try contentHash(ofFile: path, source: place),
                records: try FixedWidthSource(fixedWidth, path: path, source: place))
        case .postgres(let postgres):
            guard
                let named = environment.project.settings.connections.first(where: { $0.name == postgres.connection })
            else {
                throw PipelineError(
                    pipeline: pipeline.name.value, "there is no connection `\(postgres.connection.value)`")
            }
            let records = try PostgresSource(
                postgres, conninfo: try environment.resolve(named), required: pipeline.sourceColumns)
            return Delivery(source: place, sha256: try records.contentHash(), records: records)
        }
    }

    /// Puts a delivery that cannot be read at all into the ledger; it is tried again on the next run.
    func refuse(
        _ place: String, because reason: String, on connection: borrowing Connection
    ) throws -> DeliveryOutcome {
        let path = place.hasPrefix("/") ? place : "\(environment.project.directory)/\(place)"
        let isFile = pipeline.source.path != nil
        let content = isFile ? try contentHash(ofFile: path, source: place) : SHA256Digest(of: reason)
        var record = DeliveryRecord(
            key: 0, pipeline: pipeline.name.value, source: place, sha256: content.description,
            definitionHash: definitionHash)
        if environment.dryRun { return DeliveryOutcome(.checked, record, reason: reason) }
        let ledger = Ledger()
        record.key = try ledger.next("delivery_key", on: connection)
        record.startedAt = try ledger.now(on: connection)
        let refused = record
        try connection.transaction { connection in
            try ledger.insert(
                refused, rejects: nil, state: "refused", reason: reason, version: nil, days: nil, on: connection)
        }
        return DeliveryOutcome(.refused, record, reason: reason)
    }

    func isKnown(_ delivery: Delivery, on connection: borrowing Connection) throws -> Bool {
        try Ledger().isKnown(
            pipeline: pipeline.name.value, source: delivery.source, sha256: delivery.sha256.description,
            definitionHash: definitionHash, on: connection)
    }

    /// Hashes everything that decides how a delivery is read: read anew under a corrected definition, it is another
    /// delivery.
    var definitionHash: String {
        let texts = environment.project.texts
        var parts = ["1", texts["pipelines/\(pipeline.name.value).yaml"] ?? ""]
        for folder in ["facts", "dimensions"] {
            parts.append(texts["warehouse/\(folder)/\(pipeline.load.value).yaml"] ?? "")
        }
        for table in tables.sorted() { parts.append(texts["warehouse/reference/\(table).csv"] ?? "") }
        parts += pipeline.columns.compactMap(lookedUp)
        if pipeline.columns.contains(where: { $0.pseudonymOf != nil }) {
            parts.append(environment.key?.fingerprint ?? "")
        }
        return SHA256Digest(of: parts.map { "\($0.utf8.count):\($0)" }.joined()).description
    }

    /// What a look-up into a curated table depends on: the keys, the attribute looked up by, and where versions begin.
    ///
    /// Names that are corrected do not change what rows point to; a new member or another day of a version does.
    private func lookedUp(_ column: ColumnMapping) -> String? {
        guard let lookup = column.lookup, let dimension = environment.project.dimensions[lookup.dimension],
            case .file(let path) = dimension.members,
            let table = path.value.split(separator: "/").last.flatMap({
                environment.project.references[String($0.dropLast(4))]
            })
        else { return nil }
        let columns = dimension.key.map(\.value) + [lookup.column ?? "", "valid_from"]
        let places = columns.compactMap { table.column($0) }
        return lookup.dimension + "\n"
            + table.rows.map { row in places.map { row[$0] }.joined(separator: "\t") }
            .joined(separator: "\n")
    }

    /// The reference tables that the pipeline's checks read.
    private var tables: Set<String> {
        Set(
            pipeline.checks.compactMap { check in
                switch check.rule {
                case .allowed(_, let table), .notBefore(_, let table, _): table.value
                case .order, .refuse: nil
                }
            })
    }
}
