import Foundation

/// Checks what a pipeline says of its deliveries: which slices they speak for, how they take effect, where they lie.
struct DeliveryCheck {
    let project: Project
    let pipeline: PipelineDefinition
    let collector: DiagnosticCollector

    func run() {
        if project.facts[pipeline.load.value] != nil {
            if let slice = pipeline.slice {
                checkPart(of: slice)
                checkCoverage(of: slice)
            }
            if let full = pipeline.full {
                collector.error(
                    at: full.location, "`full` is for dimensions", remedy: "a fact says with `slice` what is replaced")
            }
        } else if project.dimensions[pipeline.load.value] != nil {
            checkDimension()
        }
        if pipeline.source.path == nil { checkDatabase() }
        checkControlFile()
        checkArchive()
    }

    /// Reports what tells senders apart although the slice does not.
    ///
    /// Two senders whose files fill the same slice would erase each other's rows in turn.
    private func checkPart(of slice: PipelineDefinition.Slice) {
        guard slice.part == nil else { return }
        let remedy = "add `part: FIELD` to `slice`, the field that tells the senders apart"
        if let covers = pipeline.covers, covers.namesPart {
            collector.error(
                at: covers.name.location, "`{part}` stands for a part that the slice does not name", remedy: remedy)
        }
        if let part = pipeline.control?.part {
            collector.error(
                at: part.location, "the control file states a part that the slice does not name", remedy: remedy)
        }
        if let path = pipeline.source.path, let folder = folders(path.value).first(where: isPattern) {
            collector.error(
                at: path.location,
                "each folder that `\(folder)` stands for is a sender, and the slice does not tell them apart: the file of one would replace the rows of another",
                remedy: remedy)
        }
    }

    private func checkCoverage(of slice: PipelineDefinition.Slice) {
        if let covers = pipeline.covers, covers.grain.length < slice.by.length {
            collector.error(
                at: covers.name.location,
                "a file of one \(covers.grain.rawValue) cannot speak for a slice of one \(slice.by.rawValue)",
                remedy:
                    "write `slice: { by: \(covers.grain.rawValue), … }`, or a name that says the \(slice.by.rawValue) only"
            )
        }
        if let part = pipeline.control?.part, pipeline.control?.from == nil, pipeline.covers == nil {
            collector.error(
                at: part.location, "a part without a period says too little of what the delivery speaks for",
                remedy: "name the columns `from` and `to` too, or add `covers`")
        }
    }

    private func checkDimension() {
        func drop(_ key: String, at location: SourceLocation?) {
            guard let location else { return }
            collector.error(at: location, "a dimension has no slices", remedy: "drop `\(key)`")
        }
        if let path = pipeline.source.path, DeliveryName(path.value).isAmendment {
            collector.warning(
                at: path.location, "a file of members amends nothing: every one adds to what is known",
                remedy: "leave `.amend` out of the names")
        }
        let statesDay = pipeline.full?.day == .stated
        if !statesDay { drop("covers", at: pipeline.covers?.name.location) }
        if statesDay, let covers = pipeline.covers, covers.grain != .day || covers.namesPart {
            collector.error(
                at: covers.name.location, "a list of all members speaks for one day", remedy: "write a name with `{dd}`"
            )
        }
        if pipeline.mode == .amend { drop("mode", at: pipeline.location(of: "mode")) }
        if pipeline.unique == .everywhere { drop("unique", at: pipeline.location(of: "unique")) }
        let control = pipeline.control
        if !statesDay {
            for (key, column) in [("from", control?.from), ("to", control?.to)] { drop(key, at: column?.location) }
        }
        drop("part", at: control?.part?.location)
        if pipeline.full?.day == .rows, pipeline.column("valid_from") == nil {
            collector.error(
                at: pipeline.full?.location ?? pipeline.location, "its rows state no day",
                remedy: "fill `valid_from` under `columns`, or write `full: true`")
        }
    }

    private func checkDatabase() {
        for key in pipeline.keys where ["covers", "control", "order"].contains(key.value) {
            collector.error(
                at: key.location, "a database delivers no files, of which `\(key.value)` speaks",
                remedy: "drop `\(key.value)`")
        }
        if let database = pipeline.source.database, database.isIncremental,
            project.dimensions[pipeline.load.value] != nil
        {
            collector.error(
                at: database.location, "a dimension has no slices that could be extracted alone",
                remedy: "drop `watermark` and `reconcile`")
        }
    }

    /// Reports a control file whose name every data file has too, so that nothing would be left to load.
    private func checkControlFile() {
        guard let control = pipeline.control, let path = pipeline.source.path else { return }
        let name = DeliveryName(path.value).file
        let (before, after) = control.fixedText
        let start = name.prefix { !isSpecial($0) }
        let end = name.reversed().prefix { !isSpecial($0) }.reversed()
        if start.starts(with: before), String(end).hasSuffix(after) {
            collector.error(
                at: control.file.location, "every file of `\(path.value)` has the name of a control file",
                remedy: #"give control files an ending of their own, as in "{stem}.control.csv""#)
        }
    }

    /// Reports an archive out of which files would be delivered again.
    private func checkArchive() {
        guard let path = pipeline.source.path, let archive = pipeline.source.arrival?.archive else { return }
        if isPattern(archive.value) {
            collector.error(
                at: archive.location, "`\(archive.value)` is a pattern, not a folder", remedy: "name one folder")
        }
        guard path.value.hasPrefix("/") == archive.value.hasPrefix("/") else { return }
        let sources = folders(path.value)
        let parts = components(archive.value)
        guard parts.count <= sources.count, zip(sources, parts).allSatisfy({ fnmatch($0, $1, 0) == 0 }) else { return }
        collector.error(
            at: archive.location, "`path` looks for deliveries in the archive `\(archive.value)`",
            remedy: "name a folder outside of those that `\(path.value)` stands for")
    }

    private func folders(_ path: String) -> [String] { components(path).dropLast() }

    private func components(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    private func isPattern(_ text: String) -> Bool { text.contains(where: isSpecial) }

    /// Tells whether a character stands for others in the pattern of a path.
    private func isSpecial(_ character: Character) -> Bool { "*?[".contains(character) }
}

extension PipelineDefinition.Slice.Grain {
    /// Orders the grains from the shortest period to the longest.
    fileprivate var length: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
