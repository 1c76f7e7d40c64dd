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

    /// How many columns of each attribute's natural key stand behind its name.
    func keyCounts(
        _ request: ExplanationRequest, _ subject: ExplanationSubject, _ engine: MetricEngine
    ) throws -> [Int] {
        try resolved(request, subject, engine).map { attribute in
            guard let attribute, let column = attribute.column(in: request.language) else { return 0 }
            return attribute.dimension?.identities(behind: column).count ?? 0
        }
    }

    /// The attributes with words for what their members are.
    func attributes(
        _ request: ExplanationRequest, _ subject: ExplanationSubject, _ engine: MetricEngine
    ) throws -> [MetricExplanation.Attribute] {
        try zip(request.by, resolved(request, subject, engine)).map { path, attribute in
            // Of a pair of columns the English one carries the description.
            let described = attribute?.column(in: request.language)?.description
            let noun = described ?? attribute?.column(in: .english)?.description
            return MetricExplanation.Attribute(
                path: path, noun: noun ?? LocalizedText(english: path.text, thai: path.text))
        }
    }
}
