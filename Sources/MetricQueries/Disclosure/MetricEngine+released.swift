package import Postgres

extension MetricEngine {
    /// Refuses to lead to the rows behind a figure that must not be told.
    ///
    /// - Parameter control: the engine's own, which has decided nothing yet.
    /// - Throws: `MetricQueryError.confidential`, `DisclosureError`.
    package func requireReleased(
        _ request: LineageRequest, _ control: DisclosureControl, on connection: borrowing Connection
    ) throws {
        let figure = MetricRequest(
            metrics: [request.metric], period: request.period, filters: request.filters, language: request.language,
            asOf: request.asOf)
        _ = try table(figure, on: connection)
        try control.decide(on: connection)
        guard try table(figure, on: connection).total.cells.allSatisfy({ $0.state != .confidential }) else {
            throw MetricQueryError.confidential(request.metric)
        }
    }
}
