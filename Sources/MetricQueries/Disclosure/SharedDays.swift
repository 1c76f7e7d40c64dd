internal import Definitions
internal import Postgres

extension DateSpan {
    /// The days in both of two spans of which neither holds the other; nil for any other two.
    func shared(with other: DateSpan) -> DateSpan? {
        func begins(_ first: DateSpan, before second: DateSpan) -> Bool {
            guard let from = second.from else { return false }
            return first.from.map { $0 < from } ?? true
        }
        let (first, second) = begins(self, before: other) ? (self, other) : (other, self)
        guard begins(first, before: second), let from = second.from, from < first.until, first.until < second.until
        else { return nil }
        return DateSpan(from: from, until: first.until)
    }
}

extension RecordedRequest.Group {
    /// Asks the same in other days; what comes is not shown.
    ///
    /// - Parameter rows: those that are shown, of which some may have nothing in these days.
    func again(
        in span: DateSpan, rows: [RowIdentity], _ resolver: AttributeResolver, on connection: borrowing Connection,
        _ simple: (String) -> MetricDefinition.Simple?
    ) throws -> RecordedRequest {
        let leaves = leaves.filter { $0.isShown && simple($0.metric)?.aggregation != .last }.map {
            Leaf(metric: $0.metric, span: span)
        }
        var answers = LeafAnswers()
        var asked = query
        for by in query.by.isEmpty ? [[]] : [query.by, []] {
            let question = FactQuery(
                fact: query.fact, date: query.date, span: span,
                columns: leaves.compactMap { leaf in
                    simple(leaf.metric).map { FactQuery.Column(name: leaf.metric, metric: $0) }
                },
                by: by, filters: query.filters, language: query.language, knowledge: query.knowledge,
                versions: query.versions, rollup: span.isOfWholeMonths ? query.rollup : nil, timeZone: query.timeZone)
            if by == query.by { asked = question }
            let (statement, layout) = try question.statement(resolver)
            let result = try connection.query(statement.text, statement.values)
            try answers.read(result, layout, leaves: leaves, isTotal: by.isEmpty)
        }
        let all = Set(rows.filter { $0.members.count == query.by.count }).union(answers.sortKeys.keys)
        return RecordedRequest(
            groups: [RecordedRequest.Group(query: asked, leaves: leaves)],
            rows: query.by.isEmpty ? [] : all.sorted(), answers: answers, shares: [], isShown: false)
    }
}
