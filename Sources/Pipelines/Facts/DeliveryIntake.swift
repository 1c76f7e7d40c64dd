internal import Definitions
internal import Extraction
internal import Hashing
internal import Records
internal import Transformation
internal import Warehouse

/// One delivery on its way into a leaf: what is counted of it, and what is to become of it.
struct DeliveryIntake {
    /// What the reading has shown.
    enum Verdict {
        /// It can be published, as far as its rows go.
        case read
        /// Its content is in the warehouse already.
        case known(DeliveryHistory.Knowledge)
        /// It is to be refused whole.
        case refused(String)
        /// It changed while it was read, or is not all there.
        case unfinished(String)
        /// It touches slices of an earlier delivery of this load and must go into the next one.
        case displaced
    }

    let ready: ReadyDelivery
    let key: Int32
    let rejects: RejectSpool
    var verdict = Verdict.read
    var readRows = 0
    var acceptedRows = 0
    /// The rows that went to the server.
    var sentRows = 0
    var rejectedRows = 0
    var warnedRows = 0
    var controlTotals: [DeliveryRecord.ControlTotal]
    /// The slices that its rows are in.
    var touched: Set<Int32> = []
    /// Those it speaks for beside: declared ones without rows, and those that amended rows have left.
    var coveredBeside: Set<Int32> = []
    var summary: SourceSummary?
    /// The hash of its content when reading did not come to its end.
    var contentHash: String?
    private var firstDay = Int64.max
    private var lastDay = Int64.min

    init(_ ready: ReadyDelivery, key: Int32, controlTotals: [DeliveryRecord.ControlTotal]) {
        self.ready = ready
        self.key = key
        self.controlTotals = controlTotals
        rejects = RejectSpool(delivery: key)
    }

    var source: String { ready.found.source }
    var isAmendment: Bool { ready.found.mode == .amend }
    var coverage: Set<Int32> { touched.union(coveredBeside) }
    var sha256: String { ready.sha256 ?? summary?.sha256.description ?? contentHash ?? "" }

    /// The first and last day of the accepted rows.
    var days: (first: String, last: String)? {
        guard firstDay <= lastDay else { return nil }
        func iso(_ key: Int64) -> String {
            PipelineDefinition.Slice.Grain.day.text(ofPeriod: key)
        }
        return (iso(firstDay), iso(lastDay))
    }

    /// Counts a batch after it was checked.
    ///
    /// - Parameter totals: the places of the controlled measures among the columns.
    mutating func count(
        _ typed: TypedBatch, _ structural: [Reject], totals: [Int], event: Int?
    ) throws {
        var accepted = 0
        for row in 0..<typed.rowCount where typed.accepted[row] { accepted += 1 }
        let broken = Set(structural.map(\.place)).count
        readRows += typed.rowCount + broken
        acceptedRows += accepted
        rejectedRows += typed.rowCount - accepted + broken
        warnedRows += Set(typed.rejects.lazy.filter { $0.severity == .warn }.map(\.place.line)).count
        try rejects.append(structural)
        try rejects.append(typed.rejects)
        for (index, field) in totals.enumerated() { try addTotal(index, typed.columns[field], typed.accepted) }
        guard let event else { return }
        for row in 0..<typed.rowCount where typed.accepted[row] {
            let day = typed.columns[event].numbers[row]
            guard day > 0 else { continue }
            firstDay = min(firstDay, day)
            lastDay = max(lastDay, day)
        }
    }

    /// Judges the delivery after it was read to its end, by what is known of its content, what its sender states and
    /// what its pipeline allows.
    func judged(by pipeline: PipelineDefinition, _ history: DeliveryHistory) -> Verdict {
        guard let summary else { return .unfinished("it was not read to its end") }
        if ready.sha256 == nil,
            let known = history.knowledge(of: ready.found, sha256: summary.sha256.description)
        {
            return .known(known)
        }
        if let reason = StatedTotalsCheck(pipeline).reason(to: self, summary) { return .refused(reason) }
        if let reason = RejectLimitCheck(pipeline).reason(to: self) { return .refused(reason) }
        return .read
    }

    private mutating func addTotal(_ index: Int, _ column: TypedColumn, _ accepted: [Bool]) throws {
        // 50,000 values of 64 bits fit into 128.
        var (read, rejected) = (Int128(controlTotals[index].read), Int128(controlTotals[index].rejected))
        for row in accepted.indices where column.present[row] {
            read += Int128(column.numbers[row])
            if !accepted[row] { rejected += Int128(column.numbers[row]) }
        }
        guard let read = Int64(exactly: read), let rejected = Int64(exactly: rejected) else {
            throw TotalTooLarge(measure: controlTotals[index].measure)
        }
        (controlTotals[index].read, controlTotals[index].rejected) = (read, rejected)
    }
}

/// A controlled sum does not fit 64 bits.
struct TotalTooLarge: Error, CustomStringConvertible {
    let measure: String
    var description: String { "the sum of `\(measure)` is too large to be controlled" }
}
