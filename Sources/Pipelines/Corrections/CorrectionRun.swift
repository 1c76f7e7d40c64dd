package import Definitions
internal import Extraction
internal import Hashing
package import Postgres
internal import Records
package import Warehouse

/// Writes the refused rows of a pipeline's files into one file, as they stand there, to be corrected and delivered again.
///
///     name → deliveries → their files, unchanged → one header → rows in their order → the file gets its name
///
/// The rows are personal data: they go into that file and nowhere else.
package struct CorrectionRun {
    /// What was written of a delivery, or why nothing was.
    package struct Part: Sendable {
        package let delivery: Int32
        package let source: String
        /// How many rows were written; 0 when none of them is to be corrected here.
        package var rows = 0
        /// Why its rows cannot be corrected in this way.
        package var problem: String?
        /// What is worth knowing of those that can.
        package var note: String?
    }

    package struct Result: Sendable {
        package let parts: [Part]
        /// What is to be done with the file; nil when there was nothing to write.
        package let advice: String?

        package var rows: Int { parts.reduce(0) { $0 + $1.rows } }
        package var hasProblems: Bool { parts.contains { $0.problem != nil } }
    }

    /// A delivery whose file is there, as it was.
    private struct Ready {
        let part: Int
        let path: String
        let header: CSVHeaderLine
        let sha256: String
    }

    private let pipeline: PipelineDefinition
    private let project: Project
    private let interruption: Interruption

    package init(_ pipeline: PipelineDefinition, in project: Project, interruption: Interruption = Interruption()) {
        self.pipeline = pipeline
        self.project = project
        self.interruption = interruption
    }

    /// - Parameters:
    ///   - path: absolute; nothing may be there yet.
    ///   - list: the deliveries meant.
    ///   - isNamed: whether a delivery was asked for by its number, even though later ones have replaced it.
    /// - Throws: `CorrectionError` when nothing was written, and why.
    package func write(
        to path: String, _ list: RejectList, isNamed: Bool = false, on connection: borrowing Connection
    ) throws -> Result {
        guard case .csv(let definition) = pipeline.source else { throw atTheSender }
        let target = CorrectionTarget(pipeline, project.directory, path: path)
        try target.check()
        var parts: [Part] = []
        var ready: [Ready] = []
        for delivery in try list.deliveries(on: connection) {
            try interruption.check()
            guard try !RejectList.placesToCorrect(of: delivery.key, after: nil, on: connection).isEmpty else {
                continue
            }
            var part = Part(delivery: delivery.key, source: delivery.source)
            part.problem = problem(of: delivery, isNamed: isNamed)
            part.note = note(on: delivery)
            if part.problem == nil {
                switch try DeliveredFile(pipeline, project.directory).find(delivery.source, sha256: delivery.sha256) {
                case .found(let path):
                    let header = try CSVHeaderLine(definition, path: path, source: delivery.source)
                    ready.append(Ready(part: parts.count, path: path, header: header, sha256: delivery.sha256))
                case .changed:
                    part.problem =
                        "the file has changed since delivery \(delivery.key) was read, so its places no longer hold; load it with `uptake run \(pipeline.name.value)`, or bring back the file as it was"
                case .gone:
                    part.problem = "the file of delivery \(delivery.key) is gone; bring it back and repeat the command"
                }
            }
            parts.append(part)
        }
        guard let first = ready.first else { return Result(parts: parts, advice: nil) }
        try checkHeaders(ready, parts)
        var file = try CorrectionFile.create(path)
        try file.write(first.header.mark.span)
        try file.write(first.header.bytes.span)
        try file.write(first.header.lineEnd.span)
        for source in ready {
            parts[source.part].rows = try copy(source, of: parts[source.part], definition, into: &file, on: connection)
        }
        try file.complete()
        return Result(parts: parts, advice: advice(path, target.destination(of: parts[first.part].source)))
    }

    private func copy(
        _ ready: Ready, of part: Part, _ definition: CSVSourceDefinition, into file: inout CorrectionFile,
        on connection: borrowing Connection
    ) throws -> Int {
        var page: [Reject.Place] = []
        var next = 0
        var last: Reject.Place?
        let (records, sha256) = try copyRecords(
            definition, path: ready.path, source: part.source, lineEnd: ready.header.lineEnd,
            next: {
                if next == page.count {
                    try interruption.check()
                    page = try RejectList.placesToCorrect(of: part.delivery, after: last, on: connection)
                    next = 0
                }
                guard next < page.count else { return nil }
                last = page[next]
                next += 1
                return last
            }, to: { try file.write($0) })
        guard sha256.description == ready.sha256 else {
            throw CorrectionError(.badData, "\(part.source) changed while its rows were copied; repeat the command")
        }
        return records
    }

    /// Rows of one header mean nothing below another one.
    private func checkHeaders(_ ready: [Ready], _ parts: [Part]) throws(CorrectionError) {
        guard let first = ready.first else { return }
        let others = ready.filter { !$0.header.fits(first.header) }
        guard !others.isEmpty else { return }
        let list = others.map { "\(parts[$0.part].source) (delivery \(parts[$0.part].delivery))" }
        throw CorrectionError(
            .badData,
            "the header or the line ends of \(list.joined(separator: ", ")) differ from those of \(parts[first.part].source) (delivery \(parts[first.part].delivery)), so their rows cannot stand in one file; write one file for each with --delivery"
        )
    }

    private func problem(of delivery: RejectList.Delivery, isNamed: Bool) -> String? {
        switch delivery.state {
        case "refused":
            return
                "delivery \(delivery.key) was refused, so none of its rows is loaded, and some corrected ones would leave out the others; correct the whole file and deliver it again"
        case "rolled back":
            return "delivery \(delivery.key) was rolled back, so there is nothing that its rows could join"
        default:
            guard delivery.isReplaced, !isNamed else { return nil }
            return
                "later deliveries have replaced all of delivery \(delivery.key); if rows of it are wanted all the same, name it with --delivery \(delivery.key)"
        }
    }

    private func note(on delivery: RejectList.Delivery) -> String? {
        if delivery.isReplaced {
            return "later deliveries have replaced all of it: its rows would come on top of theirs"
        }
        return delivery.amendedBy.map {
            "delivery \($0) has amended since; the rows that it corrected are among these, take them out"
        }
    }

    private var atTheSender: CorrectionError {
        CorrectionError(
            .request,
            "`\(pipeline.name.value)` does not read CSV files: rows of a database or of a fixed-width file are corrected at the sender and delivered again as a whole; `uptake rejects \(pipeline.name.value)` says what is wrong with them"
        )
    }

    private func advice(_ path: String, _ destination: String) -> String {
        let key = (project.facts[pipeline.load.value]?.grain ?? project.dimensions[pipeline.load.value]?.key ?? [])
            .map(\.value).joined(separator: ", ")
        return
            "Correct the rows, take out those that are not wanted, and \(destination): the next `uptake run \(pipeline.name.value)` merges them by \(key), and leaves all other rows as they are. The file holds personal data: only its owner can read it, and it is to be removed from here afterwards."
    }
}
