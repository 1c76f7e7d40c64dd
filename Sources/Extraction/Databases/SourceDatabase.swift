package import Definitions
package import Records

/// A source database, of which only what is asked for is read.
///
/// A new kind of database is a folder under `Extraction/` with one of these and a `RecordSource`.
package protocol SourceDatabase: AnyObject, Sendable {
    /// The columns of the pipeline's query.
    var columns: [SourceColumn] { get }

    /// The query, in the database's own SQL.
    var query: ExtractionQuery { get }

    /// Runs a statement that gives few rows; all values as texts, nil for NULL.
    func rows(_ sql: String) throws -> [[String?]]

    /// Whether everything it gives comes out of one snapshot, so that counts and rows must agree.
    var isOneSnapshot: Bool { get }

    /// What cannot become what the pipeline declares, before any row moves.
    func misfits(_ demands: [ColumnDemand]) -> [ColumnMisfit]

    /// Extracts the columns that are wanted of the query's rows; one extraction at a time.
    func extract(_ demands: [ColumnDemand], _ rows: ExtractionQuery.Rows, _ statement: ExtractionStatement) throws
        -> any RecordSource

    /// What is worth knowing of the way to it, each with what can be done.
    var concerns: [(message: String, remedy: String)] { get }

    /// Ends what the session is doing, from any thread.
    func cancel()
}

extension SourceDatabase {
    package var concerns: [(message: String, remedy: String)] { [] }
}

/// What is known of an extraction before it begins.
package struct ExtractionStatement: Sendable {
    /// What it speaks for, in words; part of its content, since two empty months have the same rows.
    package let coverage: String
    /// What the source says of itself in the same snapshot.
    package let stated: [StatedTotal]
    /// What is worth telling.
    package let notes: [String]

    package init(coverage: String = "", stated: [StatedTotal] = [], notes: [String] = []) {
        self.coverage = coverage
        self.stated = stated
        self.notes = notes
    }
}
