internal import Definitions
internal import Extraction
internal import Postgres
internal import Warehouse

/// Opens a pipeline's source database and decides what of it is to be loaded.
struct DatabaseDelivery {
    private let pipeline: PipelineDefinition
    private let definition: DatabaseSourceDefinition
    private let environment: PipelineRun.Environment
    private let finder: DeliveryFinder

    init(
        _ pipeline: PipelineDefinition, _ definition: DatabaseSourceDefinition, _ finder: DeliveryFinder,
        in environment: PipelineRun.Environment
    ) {
        self.pipeline = pipeline
        self.definition = definition
        self.finder = finder
        self.environment = environment
    }

    /// Opens the extraction of what has changed.
    ///
    /// - Parameters:
    ///   - late: the extractions of which rows were refused for members that have become known since.
    ///   - connection: the warehouse.
    /// - Returns: nil when nothing has.
    /// - Throws: an `ExtractionError` of kind `badInput` when the columns do not fit what is declared, and of kind
    ///   `missingInput` when the database does not answer.
    func prepare(
        _ found: FoundDelivery, _ history: DeliveryHistory, _ late: [LateMembers], on connection: borrowing Connection
    ) throws -> ReadyDelivery? {
        let database = try SourceConnection(environment.project, environment.resolve).open(pipeline, definition)
        environment.interruption.watch { database.cancel() }
        let demands = ColumnDemand.all(of: pipeline, in: environment.project)
        if let misfit = database.misfits(demands).first {
            throw ExtractionError(
                .badInput, source: found.source, "\(misfit.location): \(misfit.message)", remedy: misfit.remedy)
        }
        let fact = environment.project.facts[pipeline.load.value]
        let slicing = pipeline.slice?.rule ?? ""
        let question = ExtractionPlan.Question(
            pipeline: pipeline, definition: definition, database: database,
            known: try ExtractionState(
                of: pipeline.name.value, definitionHash: finder.definitionHash, on: connection),
            definitionHash: finder.definitionHash,
            published: try SliceKeys.publishedPeriods(of: pipeline.name.value, by: slicing, on: connection),
            acceptsLosses: environment.acceptLosses, late: late)
        let plan =
            if let span = environment.backfill {
                try ExtractionPlan.backfill(question, span)
            } else {
                try ExtractionPlan.decide(question) { rows in
                    guard let fact else { return [] }
                    let changed = ReadyDelivery(
                        found: found, sha256: nil,
                        opened: try database.extract(demands, rows, ExtractionStatement()), extraction: nil)
                    return try FactLoad(pipeline, fact, finder, in: environment)
                        .standing(changed, history: history, on: connection)
                }
            }
        guard let plan else { return nil }
        var found = found
        found.covered = plan.covered
        return ReadyDelivery(
            found: found, sha256: nil, opened: try database.extract(demands, plan.rows, plan.statement),
            extraction: plan.state)
    }
}
