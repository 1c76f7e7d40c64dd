internal import Definitions

extension MetricEngine {
    /// The columns of the natural keys behind the names among a request's attributes, attribute by attribute.
    func keyColumns(of request: MetricRequest) throws -> [[String]] {
        guard let metric = request.metrics.lazy.flatMap(catalogue.simpleMetrics).first,
            case .simple(let simple) = metric.kind, let fact = project.facts[simple.fact.value]
        else { return request.by.map { _ in [] } }
        return try request.by.map { path in
            do {
                let attribute = try resolver.resolve(path.text, in: fact, dateRole: simple.date?.value)
                guard let column = attribute.column(in: request.language) else { return [] }
                return attribute.dimension?.identities(behind: column).map(\.name.value) ?? []
            } catch let error as AttributeError {
                throw MetricQueryError.attribute(error, metric: metric.name.value)
            }
        }
    }
}
