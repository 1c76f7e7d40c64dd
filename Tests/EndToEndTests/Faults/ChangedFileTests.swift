import Foundation
import TestSupport
import Testing

/// Somebody touches the file that is being read.
@Suite("A file that changes while it is read")
struct ChangedFileTests {
    /// What happens to the file while the run is held in the middle of it.
    enum Change: String, CaseIterable, CustomTestStringConvertible {
        case truncated, extended, rewritten, replaced, removed

        var testDescription: String { rawValue }
    }

    @Test("is left alone, and taken as it is by a later run", arguments: Change.allCases)
    func leftAlone(change: Change) throws {
        try DisturbedLibrary.with { library in
            try library.deliver(.large)
            let program = try library.startAndHold()
            try make(change, in: library)
            program.send(SIGCONT)
            let outcome = try program.wait()

            for part in ["deliveries/loans.csv", "while it was read", "left alone", "later run"] {
                #expect(outcome.standardError.contains(part), "\(outcome.standardError)")
            }
            try library.expectNothingPublished()
            try library.expectNothingLeft()

            if change == .removed { try library.deliver(.few) }
            try library.settle("loans.csv")
            try library.expectRecovery()
        }
    }

    @Test("takes nothing from the delivery after it")
    func keepsNoOtherWaiting() throws {
        try DisturbedLibrary.with { library in
            try library.deliver(.large, as: "loans-a.csv")
            try library.deliver(.few, as: "loans-b.csv")
            let program = try library.startAndHold()
            try FileManager.default.removeItem(atPath: library.path(of: "loans-a.csv"))
            program.send(SIGCONT)
            _ = try program.wait()
            try library.expectUndisturbed()
        }
    }

    private func make(_ change: Change, in library: DisturbedLibrary) throws {
        let path = library.path(of: "loans.csv")
        let corrected = Data(Loans(rows: 1_000, generation: 1).text.utf8)
        switch change {
        case .truncated:
            // At a line's end, so that nothing but its length gives it away.
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            let start = try #require(try file.read(upToCount: 1 << 20))
            try file.truncate(atOffset: UInt64(try #require(start.lastIndex(of: UInt8(ascii: "\n"))) + 1))
            try file.close()
        case .extended:
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data("late;1.1.2024;n;yes;1\n".utf8))
            try file.close()
        case .rewritten:
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.write(contentsOf: corrected)
            try file.truncate(atOffset: UInt64(corrected.count))
            try file.close()
        case .replaced:
            try corrected.write(to: URL(filePath: path + ".new"))
            try #require(rename(path + ".new", path) == 0)
        case .removed:
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
