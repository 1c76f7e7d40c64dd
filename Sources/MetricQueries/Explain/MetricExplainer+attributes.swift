internal import Definitions

extension MetricExplainer {
    private func resolved(
        _ request: ExplanationRequest, _ subject: ExplanationSubject, _ engine: MetricEngine
    ) throws -> [ResolvedAttribute?] {
        guard case .simple(let simple) = engine.catalogue.simpleMetrics(of: subject.metric.name.value).first?.kind,
            let fact = project.facts[simple.fact.value]
        else { return request.by.map { _ in nil } }
        return try request.by.map { path in
            do {
                return try engine.resolver.resolve(path.text, in: fact, dateRole: simple.date?.value)
            } catch let error as AttributeError {
                throw MetricQueryError.attribute(error, metric: subject.metric.name.value)
            }
        }
    }

    /// The attributes with words for what their members are.
    func attributes(
        _ request: ExplanationRequest, _ subject: ExplanationSubject, _ engine: MetricEngine
    ) throws -> [MetricExplanation.Attribute] {
        let keyColumns = try engine.keyColumns(
            of: MetricRequest(
                metrics: [subject.metric.name.value], by: request.by, period: request.period, language: request.language
            ))
        return try zip(zip(request.by, keyColumns), resolved(request, subject, engine)).map { place, attribute in
            let (path, keys) = place
            // Of a pair of columns the English one carries the description.
            let described = attribute?.column(in: request.language)?.description
            return MetricExplanation.Attribute(
                path: path,
                noun: Self.noun(path, described ?? attribute?.column(in: .english)?.description, attribute?.standing),
                keyColumns: keys)
        }
    }

    /// The words of a description that can stand in a sentence, or else those of the path: `shop class`.
    private static func noun(
        _ path: AttributePath, _ description: LocalizedText?, _ standing: ResolvedAttribute.Standing?
    ) -> LocalizedText {
        let own = path.text.prefix { $0 != " " }
        var words = own.split(separator: ".").suffix(2).filter { $0 != "name" }.joined(separator: " ")
            .replacing("_", with: " ")
        for ending in [" en", " th", " name"] where words.hasSuffix(ending) { words.removeLast(ending.count) }
        var noun = LocalizedText(english: words, thai: String(own))
        if let description {
            // A list or a whole sentence names nothing; Thai parts its clauses by blanks.
            if !description.english.contains(where: { ",;:(.".contains($0) }) { noun.english = description.english }
            let clause = description.thai.prefix { !" ,;:(".contains($0) }
            if !clause.isEmpty { noun.thai = String(clause) }
        }
        if standing == .asIs {
            noun.english += " as it is today"
            noun.thai += " ตามโครงสร้างปัจจุบัน"
        }
        return noun
    }
}
