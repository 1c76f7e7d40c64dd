package import Definitions
import Extraction
package import Hashing
package import Logging
package import Postgres
import Warehouse

/// One run of one pipeline: everything its source has delivered that is not published yet.
///
///     find → recognise → (per delivery) extract → transform → write a leaf → audit → publish
///
/// `run` composes the stages; each is one file of this folder.
package struct PipelineRun {
    /// What a run needs to know of the world around it.
    package struct Environment {
        package let project: Project
        /// How to reach the warehouse; some stages need connections of their own.
        package let conninfo: String
        /// How to reach a named source database.
        package let resolve: (ProjectSettings.NamedConnection) throws -> String
        package let key: PseudonymKey?
        /// The day of this run, in days since 2000-01-01, in the project's time zone.
        package let today: Int32
        /// Publishes deliveries that would take most of the rows out of a slice.
        package let acceptLosses: Bool
        /// Reads and checks everything and changes nothing.
        package let dryRun: Bool
        package let logger: Logger
        /// Is told after every batch which delivery is being read and how many rows of it are.
        package let progress: (_ source: String, _ rows: Int) -> Void

        package init(
            project: Project, conninfo: String, resolve: @escaping (ProjectSettings.NamedConnection) throws -> String,
            key: PseudonymKey?, today: Int32, acceptLosses: Bool, dryRun: Bool, logger: Logger,
            progress: @escaping (_ source: String, _ rows: Int) -> Void = { _, _ in }
        ) {
            self.project = project
            self.conninfo = conninfo
            self.resolve = resolve
            self.key = key
            self.today = today
            self.acceptLosses = acceptLosses
            self.dryRun = dryRun
            self.logger = logger
            self.progress = progress
        }
    }

    private let pipeline: PipelineDefinition
    private let environment: Environment

    package init(_ pipeline: PipelineDefinition, in environment: Environment) {
        self.pipeline = pipeline
        self.environment = environment
    }

    /// Loads what is new, delivery by delivery in the order of their names.
    ///
    /// - Parameter report: is called with each outcome as soon as it stands in the ledger.
    /// - Returns: the outcome of every delivery found.
    package func run(
        on connection: borrowing Connection, report: (DeliveryOutcome) -> Void = { _ in }
    ) throws -> [DeliveryOutcome] {
        var outcomes: [DeliveryOutcome] = []
        let finder = DeliveryFinder(pipeline, in: environment)
        for place in try finder.places() {
            let outcome = try take(place, finder, on: connection)
            report(outcome)
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// Takes one delivery; one that is not what the pipeline declares is refused, and the next has its turn.
    private func take(
        _ place: String, _ finder: DeliveryFinder, on connection: borrowing Connection
    ) throws -> DeliveryOutcome {
        do {
            let delivery = try finder.open(place)
            return try finder.isKnown(delivery, on: connection)
                ? DeliveryOutcome(unchanged: delivery, pipeline: pipeline.name.value)
                : try load(delivery, on: connection)
        } catch let error as ExtractionError {
            guard error.kind == .badInput else { throw error }
            return try finder.refuse(place, because: error.description, on: connection)
        }
    }

    private func load(_ delivery: Delivery, on connection: borrowing Connection) throws -> DeliveryOutcome {
        if let fact = environment.project.facts[pipeline.load.value] {
            return try FactLoad(pipeline, fact, in: environment).load(delivery, on: connection)
        }
        if let dimension = environment.project.dimensions[pipeline.load.value] {
            return try DimensionLoad(pipeline, dimension, in: environment).load(delivery, on: connection)
        }
        throw PipelineError(pipeline: pipeline.name.value, "it loads `\(pipeline.load.value)`, which is not declared")
    }
}
