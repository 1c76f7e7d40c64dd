package import Records

/// Where records come from, batch by batch.
///
/// A source is chosen once a delivery, and asked once a batch; inside a batch everything is concrete.
package protocol RecordSource: AnyObject {
    /// The names of the fields of every row, in the order of the batch.
    var columns: [String] { get }

    /// Fills an emptied batch with the next records; what cannot become a record is a reject.
    ///
    /// - Returns: false when there is nothing more; the batch may still hold the last records.
    func read(into batch: inout RecordBatch, rejects: inout [Reject]) throws -> Bool

    /// Says what was read, after `read` has returned false.
    ///
    /// - Throws: an `ExtractionError` of kind `changing` when the file is no longer what it was when it was opened, and
    ///   of kind `badInput` when its end says that it is not whole.
    func finish() throws -> SourceSummary

    /// Ends a read that waits for a server, from any thread; a file needs none.
    func cancel()
}

extension RecordSource {
    package func cancel() {}
}

/// About how many bytes of records one batch holds.
let batchBytes = 1 << 20
