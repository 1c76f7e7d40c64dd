internal import Definitions
internal import Postgres
internal import Warehouse

extension FactLoad {
    /// Tells in which periods rows of the same grain are published: those that changed rows have left must be extracted
    /// again too.
    ///
    /// The rows go through the same checks as a load into a table that is never committed.
    func standing(
        _ changed: ReadyDelivery, history: DeliveryHistory, on connection: borrowing Connection
    ) throws -> Set<String> {
        let leaf = Leaf(fact, version: try Ledger().next("version_key", on: connection))
        let keys = try KeyReserve(conninfo: environment.conninfo)
        let stream = try FactStream(
            plan(version: leaf.version), keys: keys, history: history, in: environment, findsRepetitions: false)
        try connection.execute("begin")
        let result = Result {
            try leaf.create(on: connection)
            _ = try copy([(ready: changed, key: 0)], stream, keys, into: leaf, on: connection)
            return try leaf.standingPeriods(
                of: pipeline.name.value, slicing: pipeline.slice?.rule ?? "", on: connection)
        }
        do {
            try connection.execute("rollback")
        } catch {
            // After a fault of the connection there is nothing to roll back, and the fault itself says more.
            _ = try result.get()
            throw error
        }
        return try result.get()
    }
}
