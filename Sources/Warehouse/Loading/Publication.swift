package import Definitions
package import Postgres
package import Records

/// Makes a finished load visible, all of it at once: leaf, slices, members, pointers and ledger in one transaction.
package struct Publication {
    package let leaf: Leaf
    package let delivery: DeliveryRecord
    package let rejects: RejectSpool
    package let newSlices: [SliceKeys.New]
    package let slicing: String
    /// Slices that readers are to see no longer: those that were cut by another rule.
    package let retired: [Int32]
    /// Every slice the delivery speaks for, with its number of rows.
    package let coverage: [Int32: Int]
    package let inferred: [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])]
    package let days: (first: String, last: String)?

    package init(
        leaf: Leaf, delivery: DeliveryRecord, rejects: RejectSpool, newSlices: [SliceKeys.New], slicing: String,
        retired: [Int32], coverage: [Int32: Int],
        inferred: [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])],
        days: (first: String, last: String)?
    ) {
        self.leaf = leaf
        self.delivery = delivery
        self.rejects = rejects
        self.newSlices = newSlices
        self.slicing = slicing
        self.retired = retired
        self.coverage = coverage
        self.inferred = inferred
        self.days = days
    }

    package func commit(on connection: borrowing Connection) throws {
        try connection.transaction { connection in
            for (dimension, members) in inferred {
                try MemberTable(dimension).insert(inferred: members, on: connection)
            }
            for slice in newSlices {
                try connection.execute(
                    "insert into ledger.slice (slice_key, pipeline, period, part, slicing) values ($1, $2, $3, $4, $5)",
                    [
                        .integer(Int64(slice.key)), .text(delivery.pipeline), .text(slice.period),
                        SQLValue(slice.part), .text(slicing),
                    ])
            }
            try leaf.attach(on: connection)
            try connection.execute(
                "insert into ledger.load values ($1, $2, $3, now())",
                [.integer(Int64(leaf.version)), .text(leaf.fact.name.value), .text(leaf.name)])
            try movePointers(on: connection)
            try Ledger().insert(
                delivery, rejects: rejects, state: "published", reason: nil, version: leaf.version, days: days, on: connection)
            for (slice, rows) in coverage.sorted(by: { $0.key < $1.key }) {
                try connection.execute(
                    "insert into ledger.delivery_slice values ($1, $2, $3, $4)",
                    [
                        .integer(Int64(delivery.key)), .integer(Int64(slice)), .integer(Int64(leaf.version)),
                        .integer(rows),
                    ])
            }
        }
    }

    private func movePointers(on connection: borrowing Connection) throws {
        let slices = SQLValue.text(arrayText(coverage.keys.sorted()))
        let version = SQLValue.integer(Int64(leaf.version))
        try connection.execute(
            """
            update ledger.published_history set known_to = now()
            where slice_key = any($1::integer[]) and known_to = 'infinity'
            """, [.text(arrayText(coverage.keys.sorted() + retired))])
        try connection.execute(
            "delete from ledger.published where slice_key = any($1::integer[])", [.text(arrayText(retired))])
        try connection.execute(
            """
            insert into ledger.published_history (slice_key, version_key, known_from)
            select slice_key, $2::integer, now() from unnest($1::integer[]) as slice_key
            """, [slices, version])
        try connection.execute(
            """
            insert into ledger.published (slice_key, version_key)
            select slice_key, $2::integer from unnest($1::integer[]) as slice_key
            on conflict (slice_key) do update set version_key = excluded.version_key
            """, [slices, version])
    }
}
