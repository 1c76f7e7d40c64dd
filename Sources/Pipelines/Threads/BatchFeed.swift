internal import Extraction
import Foundation
internal import Records

/// The batches of one delivery, read by a thread of their own while the ones before are being loaded.
final class BatchFeed {
    /// A batch with the records that could not become part of it.
    struct Batch: Sendable {
        var records: RecordBatch
        var rejects: [Reject]
    }

    private enum Item: Sendable {
        case opened([String])
        case batch(Batch)
        case finished(SourceSummary)
    }

    /// How many batches may be read ahead; with about 1 MiB of fields in each, a few keep both sides busy.
    private static let readAhead = 3

    private let conveyor = Conveyor<Item>(capacity: BatchFeed.readAhead)
    private let pool: BufferPool<RecordBatch>
    private let thread: BackgroundThread
    private let opened = OpenedSource()
    private(set) var columns: [String] = []
    private(set) var summary: SourceSummary?
    private var isJoined = false

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - open: opens the source; called on the reading thread.
    ///   - pool: where emptied batches wait for their next use.
    init(_ name: String, pool: BufferPool<RecordBatch>, open: @escaping () throws -> any RecordSource) {
        self.pool = pool
        thread = BackgroundThread("reads \(name)") { [conveyor, opened] in
            do {
                let source = try open()
                opened.set(source)
                try conveyor.put(.opened(source.columns))
                var more = true
                while more {
                    var batch = pool.take(width: source.columns.count)
                    var rejects: [Reject] = []
                    more = try source.read(into: &batch, rejects: &rejects)
                    try conveyor.put(.batch(Batch(records: batch, rejects: rejects)))
                }
                opened.set(nil)
                try conveyor.put(.finished(try source.finish()))
                conveyor.end(.success(()))
            } catch {
                conveyor.end(.failure(error))
            }
        }
    }

    /// Waits until the source is open, so that its columns are known.
    func open() throws {
        guard case .opened(let columns) = try conveyor.take() else { return }
        self.columns = columns
    }

    /// The next batch, nil after the last one; then the summary is there.
    func next() throws -> Batch? {
        switch try conveyor.take() {
        case .batch(let batch): return batch
        case .finished(let summary):
            self.summary = summary
            return nil
        case .opened, nil: return nil
        }
    }

    /// Gives an emptied batch back.
    func recycle(_ batch: consuming RecordBatch) { pool.giveBack(batch) }

    /// Ends the reading, finished or not, and waits for its thread.
    func close() {
        guard !isJoined else { return }
        isJoined = true
        conveyor.abandon()
        opened.cancel()
        thread.join()
    }

    deinit { close() }
}

/// The source that a thread is reading, for others that want the reading to end.
private final class OpenedSource: @unchecked Sendable {
    private let lock = NSLock()
    private var source: (any RecordSource)?

    func set(_ source: (any RecordSource)?) { lock.withLock { self.source = source } }

    /// A server that does not answer would keep the thread for as long as it likes.
    func cancel() { lock.withLock { source }?.cancel() }
}

extension BufferPool<RecordBatch> {
    /// A batch of some width, used before or new.
    fileprivate func take(width: Int) -> RecordBatch {
        guard let used = take(), used.width == width else { return RecordBatch(width: width) }
        return used
    }
}
