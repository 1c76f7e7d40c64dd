internal import Definitions
internal import Extraction
internal import Foundation
internal import Hashing
internal import Logging
internal import Periods
internal import Warehouse

/// Finds the deliveries of a pipeline, in the order in which they take effect.
struct DeliveryFinder {
    /// What was found, and what is left alone for now.
    struct Findings {
        var deliveries: [FoundDelivery] = []
        var waiting: [DeliveryOutcome] = []
        /// Files that cannot be loaded, with the reason.
        var refused: [(found: FoundDelivery, reason: String)] = []
    }

    private let pipeline: PipelineDefinition
    private let environment: PipelineRun.Environment
    /// Names everything that decides how a delivery is read.
    let definitionHash: String

    init(_ pipeline: PipelineDefinition, in environment: PipelineRun.Environment) {
        self.pipeline = pipeline
        self.environment = environment
        definitionHash = DefinitionHash(pipeline, environment.project, environment.key).text
    }

    private var name: String { pipeline.name.value }

    /// Lists what the source names; files that are still being written are left alone.
    func find() throws -> Findings {
        var findings = Findings()
        guard let pattern = pipeline.source.path else {
            findings.deliveries = [
                FoundDelivery(source: connectionName, path: nil, identity: nil, mode: mode(of: connectionName))
            ]
            return findings
        }
        let files = matchingFiles(pattern.value, in: environment.project.directory)
        if files.isEmpty {
            environment.logger.warning("no delivery", metadata: ["pipeline": "\(name)", "path": "\(pattern.value)"])
        }
        let data = files.filter { pipeline.control?.isControlFile($0) != true }
        let places = (data + data.compactMap(controlFile)).map { (source: $0, path: path(of: $0)) }
        let check = ArrivalCheck(
            settleSeconds: pipeline.source.arrival?.settleSeconds ?? 0, now: environment.clock)
        let verdicts = check.judge(places)
        var growing: [String: String] = [:]
        for (place, verdict) in zip(places, verdicts) {
            if case .growing(let why) = verdict { growing[place.source] = why }
        }
        for (place, verdict) in zip(places, verdicts).prefix(data.count) {
            let control = controlFile(of: place.source)
            if let why = growing[place.source] ?? control.flatMap({ file in growing[file].map { "\(file): \($0)" } }) {
                findings.waiting.append(
                    DeliveryOutcome(
                        .waiting, source: place.source, pipeline: name, reason: "\(why); a later run takes it"))
            } else if case .settled(let identity) = verdict {
                try add(place.source, place.path, identity, to: &findings)
            }
        }
        findings.deliveries.sort { key(of: $0).lexicographicallyPrecedes(key(of: $1)) }
        return findings
    }

    private func path(of file: String) -> String {
        file.hasPrefix("/") ? file : "\(environment.project.directory)/\(file)"
    }

    /// The control file of a data file, when it is there: it too may still be growing.
    private func controlFile(of file: String) -> String? {
        guard let control = pipeline.control?.path(forDataFile: file),
            FileManager.default.fileExists(atPath: path(of: control))
        else { return nil }
        return control
    }

    private func add(
        _ file: String, _ path: String, _ identity: FileIdentity, to findings: inout Findings
    ) throws {
        var found = FoundDelivery(source: file, path: path, identity: identity, mode: mode(of: file))
        do {
            if let definition = pipeline.control, found.mode == .replace {
                found.control = try StatedControl(definition, of: file, in: environment.project.directory)
                if found.control == nil, definition.required {
                    findings.waiting.append(
                        DeliveryOutcome(
                            .waiting, source: file, pipeline: name,
                            reason: "\(definition.path(forDataFile: file)) has not arrived yet; a later run takes both")
                    )
                    return
                }
                found.covered = found.control?.covered.map { [$0] }
            }
            if let covers = pipeline.covers, found.mode == .replace {
                let fileName = DeliveryName(file).file
                guard let span = covers.match(fileName: fileName) else {
                    throw StatedControl.Problem(
                        text:
                            "the name `\(fileName)` does not say what the file covers: \(covers.name.location) asks for `\(covers.name.value)`"
                    )
                }
                try found.control?.covered.map { try checkAgreement(fileName, span, file, $0) }
                found.covered = [span]
            }
            try found.covered?.forEach { try checkWhole($0) }
            findings.deliveries.append(found)
        } catch let problem as StatedControl.Problem {
            findings.refused.append((found, problem.text))
        }
    }

    /// Refuses a name and a control file that speak for different stretches.
    private func checkAgreement(
        _ fileName: String, _ named: CoveredSpan, _ file: String, _ stated: CoveredSpan
    ) throws(StatedControl.Problem) {
        guard named.from != stated.from || named.until != stated.until || (stated.part ?? named.part) != named.part
        else { return }
        throw StatedControl.Problem(
            text:
                "the name `\(fileName)` says that the file covers \(named.text), \(pipeline.control?.path(forDataFile: file) ?? "") says \(stated.text); ask the sender which is right"
        )
    }

    /// Refuses a declared stretch that ends within a slice: the rest of the slice would be lost.
    private func checkWhole(_ covered: CoveredSpan) throws(StatedControl.Problem) {
        guard let grain = pipeline.slice?.by, !grain.isWhole(covered) else { return }
        throw StatedControl.Problem(
            text:
                "it is to cover \(covered.text), and a \(grain.rawValue) can only be replaced as a whole; ask the sender for whole ones, or slice by a shorter period"
        )
    }

    private var connectionName: String { pipeline.source.database?.connection.value ?? "" }

    /// A file of corrected rows amends, whatever full files of the pipeline do.
    private func mode(of file: String) -> DeliveryRecord.Mode {
        DeliveryName(file).isAmendment || pipeline.mode == .amend ? .amend : .replace
    }

    /// Amendments come after the full files they amend, then the declared order decides, then the name's bytes.
    private func key(of found: FoundDelivery) -> [UInt8] {
        var key: [UInt8] = [found.mode == .amend ? 1 : 0]
        if pipeline.order == .modified {
            let modified = UInt64(bitPattern: found.identity?.modifiedAt ?? 0)
            key += (0..<8).map { UInt8(truncatingIfNeeded: modified >> (56 - 8 * $0)) }
        }
        return key + Array(found.source.utf8)
    }

    /// Opens the source of a delivery.
    func open(_ ready: ReadyDelivery) throws -> any RecordSource {
        if let opened = ready.opened { return opened }
        let found = ready.found
        switch pipeline.source {
        case .csv(let csv):
            return try CSVSource(
                csv, path: found.path ?? "", source: found.source, required: pipeline.sourceColumns)
        case .fixedWidth(let fixedWidth):
            return try FixedWidthSource(fixedWidth, path: found.path ?? "", source: found.source)
        case .postgres, .odbc:
            throw PipelineError(pipeline: name, "its extraction was not prepared")
        }
    }

    /// Hashes a delivery before it is read where that may show that there is nothing to load.
    ///
    /// - Returns: nil when its content is known already, and then what became of it.
    func prepare(
        _ found: FoundDelivery, _ history: DeliveryHistory
    ) throws -> (ready: ReadyDelivery?, known: DeliveryHistory.Knowledge?, sha256: String?) {
        guard history.knowsSize(found.bytes), let path = found.path else {
            return (ReadyDelivery(found: found, sha256: nil, opened: nil, extraction: nil), nil, nil)
        }
        let sha256 = try contentHash(ofFile: path, source: found.source).description
        if let known = history.knowledge(of: found, sha256: sha256) { return (nil, known, sha256) }
        return (ReadyDelivery(found: found, sha256: nil, opened: nil, extraction: nil), nil, sha256)
    }
}
