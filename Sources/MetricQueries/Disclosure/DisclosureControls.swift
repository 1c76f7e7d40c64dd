package import Definitions
package import Postgres

/// A control for each moment that a question looks at: the same cell may hold few rows then and many now.
package final class DisclosureControls {
    private let project: Project
    private var byMoment: [Knowledge: DisclosureControl] = [:]

    /// - Returns: nil when none of the metrics is under control.
    package init?(_ project: Project, metrics: some Sequence<String>) {
        let catalogue = project.metricCatalogue
        guard metrics.contains(where: { catalogue.isControlled($0) }) else { return nil }
        self.project = project
    }

    /// The control of one moment.
    package func control(of moment: Knowledge) -> DisclosureControl {
        if let known = byMoment[moment] { return known }
        let control = DisclosureControl(project)
        byMoment[moment] = control
        return control
    }

    /// Decides for each moment that has been looked at.
    ///
    /// - Throws: `DisclosureError`; `PostgresError`.
    package func decide(on connection: borrowing Connection) throws {
        for control in byMoment.values { try control.decide(on: connection) }
    }
}
