import Foundation

/// The other side has given up; what was still to be handed over is of no use.
struct ConveyorAbandoned: Error {}

/// Hands values from one thread to another in order, at most so many at a time.
///
/// Everything it holds is guarded by its condition, so it may be shared.
final class Conveyor<Item: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var items: [Item] = []
    private var ended: Result<Void, any Error>?
    private var isAbandoned = false

    init(capacity: Int) {
        self.capacity = capacity
        items.reserveCapacity(capacity)
    }

    /// Hands a value over, waiting for room.
    ///
    /// - Throws: `ConveyorAbandoned` when nobody takes values any more.
    func put(_ item: consuming Item) throws(ConveyorAbandoned) {
        condition.lock()
        defer { condition.unlock() }
        while items.count >= capacity, !isAbandoned { condition.wait() }
        if isAbandoned { throw ConveyorAbandoned() }
        items.append(item)
        condition.broadcast()
    }

    /// Says that nothing more comes, or why.
    func end(_ result: Result<Void, any Error>) {
        condition.lock()
        defer { condition.unlock() }
        ended = result
        condition.broadcast()
    }

    /// Takes the next value, waiting for it.
    ///
    /// - Returns: nil after the last one.
    /// - Throws: what `end` was given, after the last value.
    func take() throws -> Item? {
        condition.lock()
        defer { condition.unlock() }
        while items.isEmpty, ended == nil, !isAbandoned { condition.wait() }
        if isAbandoned { throw ConveyorAbandoned() }
        guard items.isEmpty else {
            defer { condition.broadcast() }
            return items.removeFirst()
        }
        try ended?.get()
        return nil
    }

    /// Says that nobody takes values any more.
    func abandon() {
        condition.lock()
        defer { condition.unlock() }
        isAbandoned = true
        items.removeAll()
        condition.broadcast()
    }
}

/// Keeps emptied buffers for the next use, so that the threads allocate nothing once they are warm.
final class BufferPool<Buffer: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var buffers: [Buffer] = []

    func take() -> Buffer? { lock.withLock { buffers.popLast() } }

    func giveBack(_ buffer: consuming Buffer) {
        lock.lock()
        buffers.append(buffer)
        lock.unlock()
    }
}
