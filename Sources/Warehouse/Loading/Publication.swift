package import Definitions
package import Postgres
package import Records

/// Makes a finished load visible, all of it at once: slices, members, pointers and ledger in one transaction.
///
/// The leaf is attached before that, so that no statement planned without it runs once the pointers lead to it.
package struct Publication {
    /// A delivery of the load with everything that the ledger is to say of it.
    package struct Part {
        package let delivery: DeliveryRecord
        package let rejects: RejectSpool
        /// Every slice the delivery speaks for, with its number of rows.
        package let coverage: [Int32: Int]
        package let days: (first: String, last: String)?
        /// What the ledger is to remember of the database it came from.
        package var extraction: ExtractionState?

        package init(
            delivery: DeliveryRecord, rejects: RejectSpool, coverage: [Int32: Int],
            days: (first: String, last: String)?
        ) {
            self.delivery = delivery
            self.rejects = rejects
            self.coverage = coverage
            self.days = days
        }
    }

    /// Rows of older deliveries that an amendment has carried into the leaf.
    package struct Carried {
        package let delivery: Int32
        package let slice: Int32
        package let rows: Int

        package init(delivery: Int32, slice: Int32, rows: Int) {
            self.delivery = delivery
            self.slice = slice
            self.rows = rows
        }
    }

    package let leaf: Leaf
    package let pipeline: String
    package let parts: [Part]
    package var carried: [Carried] = []
    /// What the rollups hold of the leaf, where it was added up while the leaf was filled.
    package var tallies: [RollupTally] = []
    package let newSlices: [SliceKeys.New]
    package let slicing: String
    /// Slices that readers are to see no longer: those that were cut by another rule.
    package let retired: [Int32]
    package let inferred: [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])]
    /// What the dimensions that were looked up looked like when they were read.
    package let members: MemberFingerprint

    package init(
        leaf: Leaf, pipeline: String, parts: [Part], newSlices: [SliceKeys.New], slicing: String, retired: [Int32],
        inferred: [(dimension: DimensionDefinition, members: [MemberIndex.Inferred])], members: MemberFingerprint
    ) {
        self.leaf = leaf
        self.pipeline = pipeline
        self.parts = parts
        self.newSlices = newSlices
        self.slicing = slicing
        self.retired = retired
        self.inferred = inferred
        self.members = members
    }

    private var covered: [Int32] { parts.flatMap(\.coverage.keys).sorted() }

    /// - Throws: `MembersChanged` when a dimension is no longer what the rows were looked up in.
    package func commit(on connection: borrowing Connection) throws {
        try connection.transaction { connection in
            try members.check(on: connection)
            try leaf.attach(on: connection)
        }
        try PlannedReaders.outlast([leaf.fact], on: connection)
        try connection.transaction { connection in
            try members.check(on: connection)
            for (dimension, members) in inferred {
                try MemberTable(dimension).insert(inferred: members, on: connection)
            }
            try writeSlices(on: connection)
            try connection.execute(
                "insert into ledger.load (version_key, fact, leaf, loaded_at) values ($1, $2, $3, now())",
                [.integer(Int64(leaf.version)), .text(leaf.fact.name.value), .text(leaf.name)])
            try movePointers(on: connection)
            try Rollups.add(leaf, tallies: tallies, on: connection)
            for part in parts {
                try Ledger().insert(
                    part.delivery, rejects: part.rejects, state: "published", reason: nil, version: leaf.version,
                    days: part.days, on: connection)
                try part.extraction?.write(on: connection)
            }
            try writeDeliverySlices(on: connection)
            try Rollups.audit(leaf, on: connection)
        }
    }

    private func writeSlices(on connection: borrowing Connection) throws {
        let covered = Set(covered)
        for slice in newSlices where covered.contains(slice.key) {
            try connection.execute(
                "insert into ledger.slice (slice_key, pipeline, period, part, slicing) values ($1, $2, $3, $4, $5)",
                [
                    .integer(Int64(slice.key)), .text(pipeline), .text(slice.period), SQLValue(slice.part),
                    .text(slicing),
                ])
        }
    }

    private func writeDeliverySlices(on connection: borrowing Connection) throws {
        let own = parts.flatMap { part in
            part.coverage.sorted { $0.key < $1.key }.map { slice, rows in
                Carried(delivery: part.delivery.key, slice: slice, rows: rows)
            }
        }
        for (lines, isCarried) in [(own, false), (carried, true)] where !lines.isEmpty {
            try connection.execute(
                """
                insert into ledger.delivery_slice (delivery_key, slice_key, version_key, rows, carried)
                select delivery_key, slice_key, $4::integer, rows, $5::boolean
                from unnest($1::integer[], $2::integer[], $3::bigint[]) as line (delivery_key, slice_key, rows)
                """,
                [
                    .text(arrayText(lines.map(\.delivery))), .text(arrayText(lines.map(\.slice))),
                    .text("{\(lines.map { String($0.rows) }.joined(separator: ","))}"),
                    .integer(Int64(leaf.version)), .boolean(isCarried),
                ])
        }
    }

    private func movePointers(on connection: borrowing Connection) throws {
        let slices = SQLValue.text(arrayText(covered))
        let version = SQLValue.integer(Int64(leaf.version))
        try connection.execute(
            """
            update ledger.published_history set known_to = now()
            where slice_key = any($1::integer[]) and known_to = 'infinity'
            """, [.text(arrayText(covered + retired))])
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
