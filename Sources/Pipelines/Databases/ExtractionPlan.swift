internal import Definitions
internal import Extraction
internal import Warehouse

/// What of a source database is to be extracted, and what the ledger is to remember of it.
struct ExtractionPlan {
    let rows: ExtractionQuery.Rows
    /// The stretches that the extraction speaks for; nil when only its rows say.
    let covered: [CoveredSpan]?
    let statement: ExtractionStatement
    let state: ExtractionState?

    /// What decides it.
    struct Question {
        let pipeline: PipelineDefinition
        let definition: DatabaseSourceDefinition
        let database: any SourceDatabase
        /// What the ledger knows under today's definition.
        let known: ExtractionState?
        let definitionHash: String
        /// The periods that have published slices.
        let published: Set<String>
        let acceptsLosses: Bool
        /// The extractions of which rows were refused for members that have become known since.
        let late: [LateMembers]
    }

    /// - Parameter standing: tells in which periods rows of the same grain are published.
    /// - Returns: nil when the source has not changed.
    static func decide(
        _ question: Question, standing: (ExtractionQuery.Rows) throws -> Set<String>
    ) throws -> ExtractionPlan? {
        guard question.definition.isIncremental, let slice = question.pipeline.slice else {
            return ExtractionPlan(
                rows: ExtractionQuery.Rows(), covered: nil, statement: ExtractionStatement(), state: nil)
        }
        let survey = try SourceSurvey(question.pipeline, question.definition, question.database)
        let totals = question.definition.reconciles ? try survey.totals() : nil
        let newest = try survey.newestChange(known: question.known?.watermark)
        var state = ExtractionState(pipeline: question.pipeline.name.value, definitionHash: question.definitionHash)
        state.watermark = newest.value
        if let mark = newest.value { state.recent = try survey.changes(since: mark).map(\.text) }
        let hasMark = question.definition.watermark == nil || question.known?.watermark != nil
        // Without the source's periods nobody knows where a row would stand that was refused.
        let isLate = !question.late.isEmpty && !question.definition.reconciles
        guard let known = question.known, hasMark, !newest.wentBack, !isLate else {
            let note =
                newest.wentBack
                ? "the watermark went back from \(question.known?.watermark ?? "") to \(newest.value ?? "nothing"), so everything was extracted again"
                : nil
            return try whole(question, slice, totals, isEmpty: newest.value == nil, &state, note)
        }
        var changed: Set<String> = []
        if let totals {
            try refuseEmpty(question, isEmpty: totals.isEmpty)
            let nothing = ExtractionState.Totals(rows: 0, sums: [])
            for key in Set(totals.keys).union(known.periods.keys)
            where (totals[key] ?? nothing) != (known.periods[key] ?? nothing) {
                changed.insert(key)
            }
        }
        if let mark = known.watermark, question.definition.watermark != nil {
            let seen = Set(known.recent)
            let news = try survey.changes(since: mark).filter { !seen.contains($0.text) }
            changed.formUnion(news.map(\.period))
            if !news.isEmpty { changed.formUnion(try standing(survey.rows(of: news, since: mark))) }
        }
        let late = Set(question.late.flatMap(\.periods))
        guard !changed.isEmpty || !late.isEmpty else { return nil }
        let why = changed.isEmpty ? "extracted again" : "changed in the source, and extracted again"
        return part(question, slice, changed.union(late), totals, survey, state, why)
    }

    /// Everything there is: the first time, under another definition, and when the source was set back.
    private static func whole(
        _ question: Question, _ slice: PipelineDefinition.Slice, _ totals: [String: ExtractionState.Totals]?,
        isEmpty: Bool, _ state: inout ExtractionState, _ note: String?
    ) throws -> ExtractionPlan {
        try refuseEmpty(question, isEmpty: totals?.isEmpty ?? isEmpty)
        state.periods = totals ?? [:]
        state.isWhole = true
        let covered = totals.map { slice.by.spans(of: Set($0.keys).union(question.published)) }
        return ExtractionPlan(
            rows: ExtractionQuery.Rows(), covered: covered.map { $0.isEmpty ? nil : $0 } ?? nil,
            statement: ExtractionStatement(
                coverage: covered?.text ?? "", stated: stated(question, totals.map { Array($0.values) }),
                notes: note.map { [$0] } ?? []),
            state: state)
    }

    /// The periods that have changed.
    private static func part(
        _ question: Question, _ slice: PipelineDefinition.Slice, _ changed: Set<String>,
        _ totals: [String: ExtractionState.Totals]?, _ survey: SourceSurvey, _ state: ExtractionState, _ why: String
    ) -> ExtractionPlan {
        var state = state
        for key in changed { state.periods[key] = totals.map { $0[key] ?? ExtractionState.Totals(rows: 0, sums: []) } }
        let covered = slice.by.spans(of: changed)
        var rows = ExtractionQuery.Rows()
        rows.dayColumn = survey.day.name
        rows.days = covered.map { ($0.from, $0.until) }
        rows.includesRowsWithoutDay = changed.contains("")
        let periods = changed.filter { !$0.isEmpty }.sorted()
        let named =
            periods.count > 5 ? "\(periods[0]) … \(periods[periods.count - 1])" : periods.joined(separator: ", ")
        return ExtractionPlan(
            rows: rows, covered: covered,
            statement: ExtractionStatement(
                coverage: covered.text, stated: stated(question, totals.map { all in changed.compactMap { all[$0] } }),
                notes: [
                    "\(why): \(periods.count == 0 ? "rows without a day" : named)"
                ]
            ),
            state: state)
    }

    /// A stretch that was asked for; the watermark stays where it is.
    static func backfill(_ question: Question, _ span: CoveredSpan) throws -> ExtractionPlan {
        let survey = try SourceSurvey(question.pipeline, question.definition, question.database)
        var rows = ExtractionQuery.Rows()
        rows.dayColumn = survey.day.name
        rows.days = [(span.from, span.until)]
        var state: ExtractionState?
        var totals: [String: ExtractionState.Totals]?
        if question.definition.reconciles, question.known != nil {
            let found = try survey.totals(rows)
            var remembered = ExtractionState(
                pipeline: question.pipeline.name.value, definitionHash: question.definitionHash)
            // What the stretch had before and has no longer is remembered as empty.
            let held = question.known?.periods.keys.filter { key in
                question.pipeline.slice?.by.spans(of: [key]).allSatisfy {
                    span.from <= $0.from && $0.until <= span.until
                }
                    ?? false
            }
            remembered.periods = Dictionary(
                uniqueKeysWithValues: (held ?? []).map { ($0, ExtractionState.Totals(rows: 0, sums: [])) }
            ).merging(found) { _, new in new }
            totals = found
            state = remembered
        }
        return ExtractionPlan(
            rows: rows, covered: [span],
            statement: ExtractionStatement(
                coverage: span.text, stated: stated(question, totals.map { Array($0.values) }),
                notes: ["extracted \(span.text)"]),
            state: state)
    }

    /// The number of rows that the source counts; one that cannot be read is a reject, and is counted with them.
    private static func stated(_ question: Question, _ totals: [ExtractionState.Totals]?) -> [StatedTotal] {
        guard question.database.isOneSnapshot else { return [] }
        return totals.map { [StatedTotal(measure: nil, text: String($0.reduce(0) { $0 + $1.rows }), line: 0)] } ?? []
    }

    /// A table that is being filled anew at the source has no rows for a while; that is no reason to empty the warehouse.
    private static func refuseEmpty(_ question: Question, isEmpty: Bool) throws(ExtractionError) {
        let hadRows = question.known.map { $0.periods.values.contains { $0.rows > 0 } } ?? !question.published.isEmpty
        guard isEmpty, hadRows, !question.acceptsLosses else { return }
        throw ExtractionError(
            .badInput, source: question.definition.connection.value,
            "the source has no row left; \(question.published.count) periods are published from it, and stay",
            remedy: "if that is right, run again with --accept")
    }
}
