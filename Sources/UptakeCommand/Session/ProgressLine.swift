import Foundation

/// A line on the terminal that tells how far a delivery has been read; it appears after a second and is wiped away.
final class ProgressLine {
    private let isWanted: Bool
    private var source = ""
    private var begun = Date()
    private var shown = Date.distantPast
    private var isShown = false

    init(isWanted: Bool) { self.isWanted = isWanted }

    func show(_ source: String, _ rows: Int) {
        guard isWanted else { return }
        let now = Date()
        if source != self.source {
            self.source = source
            begun = now
        }
        let seconds = now.timeIntervalSince(begun)
        guard seconds > 1, now.timeIntervalSince(shown) > 0.2 else { return }
        shown = now
        isShown = true
        Console.overwrite("\(source): \(grouped(rows)) rows, \(grouped(Int(Double(rows) / seconds))) a second")
    }

    func clear() {
        guard isShown else { return }
        isShown = false
        Console.overwrite("")
    }
}
