import Foundation
import Synchronization

/// Where words for people go: results to standard output, everything else to standard error.
enum Console {
    static func result(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    /// What kept a result from being printed, as the system numbers it; zero when everything was.
    static var outputError: Int32 { lostOutput.load(ordering: .relaxed) }
    private static let lostOutput = Atomic<Int32>(0)

    static func note(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Writes over the current line of the terminal.
    static func overwrite(_ text: String) { write("\r\u{1B}[K" + text, to: STDERR_FILENO) }

    /// Whether standard error is a terminal, on which a line may be written over.
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = ArraySlice(Array(text.utf8))
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                // Work that was begun is finished; the exit status tells that its result was not told.
                if descriptor == STDOUT_FILENO { lostOutput.store(errno, ordering: .relaxed) }
                return
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// What was computed could not be printed, or not to its end.
struct LostOutput: Error, CustomStringConvertible {
    let errno: Int32

    var description: String {
        "cannot write to standard output: \(String(cString: strerror(errno))); what was printed is not whole, and nothing else "
            + "is lost; ask again where there is room"
    }
}

/// Writes a number with separators between thousands.
func grouped(_ number: Int) -> String {
    var digits = Substring(String(abs(number)))
    var groups: [Substring] = []
    while digits.count > 3 {
        groups.append(digits.suffix(3))
        digits = digits.dropLast(3)
    }
    groups.append(digits)
    return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
}

/// Writes rows in columns, the numbers to the right.
func aligned(_ rows: [[String]], numeric: Set<Int> = []) -> String {
    let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
        rows.map { $0.count > column ? displayWidth($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
        var line = row.enumerated().map { column, text in
            let padding = String(repeating: " ", count: widths[column] - displayWidth(text))
            return numeric.contains(column) ? padding + text : text + padding
        }.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }.joined(separator: "\n")
}

/// Counts the terminal columns of a text: Thai vowels and tone marks above and below take none.
func displayWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.value {
        case 0x0E31, 0x0E34...0x0E3A, 0x0E47...0x0E4E: width
        default: width + 1
        }
    }
}
