package import Definitions
package import Postgres
package import Records

/// Gives out keys on a connection of its own, because the one that loads is busy with COPY.
package final class KeyReserve {
    private let connection: Connection
    private var reserved: [String: [Int32]] = [:]

    package init(conninfo: String) throws(PostgresError) {
        connection = try Connection(connecting: conninfo, applicationName: "uptake keys")
    }

    /// The surrogate key of a new member, taken from the sequence in blocks.
    package func memberKey(of dimension: DimensionDefinition) throws -> Int32 {
        let name = dimension.name.value
        if reserved[name, default: []].isEmpty {
            reserved[name] = try MemberTable(dimension).reserveKeys(100, on: connection).reversed()
        }
        return reserved[name]?.popLast() ?? 0
    }

    /// The current members of a dimension by its key, or by a column.
    package func index(of dimension: DimensionDefinition, by column: String?) throws -> MemberIndex {
        try MemberTable(dimension).index(by: column, on: connection) { [unowned self] in
            try memberKey(of: dimension)
        }
    }

    /// What dimensions look like now.
    package func fingerprint(of dimensions: [DimensionDefinition]) throws -> MemberFingerprint {
        try MemberFingerprint(of: dimensions, on: connection)
    }

    /// The slices of a pipeline.
    package func slices(of pipeline: String, slicing: String) throws -> SliceKeys {
        try SliceKeys(pipeline: pipeline, slicing: slicing, on: connection)
    }

    /// The key of a slice, new or not.
    package func sliceKey(_ slices: inout SliceKeys, period: String, part: String?) throws -> Int32 {
        try slices.key(period: period, part: part, on: connection)
    }
}
