import Foundation
import Postgres
import Synchronization

/// Asks again and again on a connection of its own until it is told to stop.
final class LoopingReader: Sendable {
    private let isStopped = Atomic(false)
    private let isRunning = Atomic(true)
    private let answers = Mutex<[String: Int]>([:])
    private let slowest = Mutex<Double>(0)

    init(_ conninfo: String, _ statements: [String]) {
        let thread = Thread { [self] in
            defer { isRunning.store(false, ordering: .releasing) }
            do {
                let connection = try Connection(connecting: conninfo)
                while !isStopped.load(ordering: .acquiring) {
                    var answer = ""
                    for statement in statements {
                        let begun = ContinuousClock.now
                        let rows = try connection.query(statement)
                        let taken = begun.duration(to: .now) / .milliseconds(1)
                        slowest.withLock { $0 = max($0, taken) }
                        if rows.rowCount > 0 { answer += rows.text(0, 0) ?? "" }
                    }
                    answers.withLock { $0[answer, default: 0] += 1 }
                }
            } catch { answers.withLock { $0["\(error)", default: 0] += 1 } }
        }
        thread.start()
    }

    /// The different answers it got, and the milliseconds that its slowest statement took.
    func stop() -> (answers: [String], slowest: Double, count: Int) {
        isStopped.store(true, ordering: .releasing)
        while isRunning.load(ordering: .acquiring) { Thread.sleep(forTimeInterval: 0.001) }
        let answers = answers.withLock { $0 }
        return (answers.keys.sorted(), slowest.withLock { $0 }, answers.values.reduce(0, +))
    }
}
