package import Postgres

/// The slices of one pipeline by period and part, with their keys in the ledger.
///
/// New slices get their keys at once and are written when the load is published.
package struct SliceKeys {
    package struct New: Sendable {
        package let key: Int32
        package let period: String
        package let part: String?
    }

    private struct Identity: Hashable {
        let period: String
        let part: String?
    }

    package let slicing: String
    private var keys: [Identity: Int32] = [:]
    package private(set) var new: [New] = []

    /// - Parameter slicing: the rule by which the pipeline cuts slices; those of another rule are not these.
    package init(pipeline: String, slicing: String, on connection: borrowing Connection) throws {
        self.slicing = slicing
        let rows = try connection.query(
            "select slice_key, period, part from ledger.slice where pipeline = $1 and slicing = $2",
            [.text(pipeline), .text(slicing)])
        for row in 0..<rows.rowCount {
            guard let key = rows.int64(row, 0), let period = rows.text(row, 1) else { continue }
            keys[Identity(period: period, part: rows.text(row, 2))] = Int32(truncatingIfNeeded: key)
        }
    }

    /// The parts that are known of a period.
    package func parts(ofPeriod period: String) -> [String?] {
        keys.keys.filter { $0.period == period }.map(\.part).sorted { ($0 ?? "") < ($1 ?? "") }
    }

    /// The key of a slice, taken from the sequence when it is new.
    package mutating func key(
        period: String, part: String?, on connection: borrowing Connection
    ) throws -> Int32 {
        let identity = Identity(period: period, part: part)
        if let key = keys[identity] { return key }
        let row = try connection.query("select nextval('ledger.slice_key')")
        let key = Int32(truncatingIfNeeded: row.int64(0, 0) ?? 0)
        keys[identity] = key
        new.append(New(key: key, period: period, part: part))
        return key
    }
}

extension SliceKeys {
    /// The published slices of a pipeline that were cut by another rule than today's.
    ///
    /// Beside slices of the new rule they would count rows twice.
    package static func published(
        of pipeline: String, exceptBy slicing: String, on connection: borrowing Connection
    ) throws -> [Int32] {
        let rows = try connection.query(
            """
            select s.slice_key from ledger.slice s join ledger.published p using (slice_key)
            where s.pipeline = $1 and s.slicing <> $2
            order by s.slice_key
            """, [.text(pipeline), .text(slicing)])
        return (0..<rows.rowCount).compactMap { rows.int64($0, 0).map { Int32(truncatingIfNeeded: $0) } }
    }
}

extension SliceKeys {
    /// The periods of which a pipeline has published something.
    package static func publishedPeriods(
        of pipeline: String, by slicing: String, on connection: borrowing Connection
    ) throws(PostgresError) -> Set<String> {
        let rows = try connection.query(
            """
            select distinct s.period from ledger.slice s join ledger.published p using (slice_key)
            where s.pipeline = $1 and s.slicing = $2
            """, [.text(pipeline), .text(slicing)])
        return Set((0..<rows.rowCount).compactMap { rows.text($0, 0) })
    }
}
