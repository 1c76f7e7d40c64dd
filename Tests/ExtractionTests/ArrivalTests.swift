import Foundation
import TestSupport
import Testing

@testable import Extraction

@Suite struct ArrivalTests {
    @Test(
        "leaves a file alone until it has the age to be settled", arguments: [(0.0, true), (4.9, true), (5.1, false)])
    func waitsForAge(age: Double, isGrowing: Bool) throws {
        try withTrialFile([0x61]) { path in
            let modified = try #require(
                FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
            let arrival = arrival(ofFile: path, settleSeconds: 5, now: modified.addingTimeInterval(age))
            #expect(arrival == (isGrowing ? .growing("it was written to less than 5 seconds ago") : .settled))
        }
    }

    @Test("takes a file at once that need not settle, and one whose time lies far in the future")
    func takesFilesAtOnce() throws {
        try withTrialFile([0x61]) { path in
            #expect(arrival(ofFile: path, settleSeconds: 0) == .settled)
            #expect(arrival(ofFile: path, settleSeconds: 5, now: Date(timeIntervalSinceNow: -86_400)) == .settled)
        }
    }

    @Test("leaves a file alone that somebody has open for writing, until it is closed")
    func seesWriters() throws {
        try withTrialFile([0x61]) { path in
            let writer = try #require(FileHandle(forWritingAtPath: path))
            #expect(
                arrival(ofFile: path, settleSeconds: 0) == .growing("another program has it open for writing"))
            try writer.close()
            let reader = try #require(FileHandle(forReadingAtPath: path))
            #expect(arrival(ofFile: path, settleSeconds: 0) == .settled)
            try reader.close()
        }
    }

    @Test("leaves alone what is no file, or gone")
    func leavesOthersAlone() throws {
        try withTemporaryDirectory { directory in
            mkfifo(directory + "/pipe", 0o600)
            #expect(arrival(ofFile: directory, settleSeconds: 0) == .growing("it is not a file"))
            #expect(arrival(ofFile: directory + "/pipe", settleSeconds: 0) == .growing("it is not a file"))
            #expect(
                arrival(ofFile: directory + "/none", settleSeconds: 0)
                    == .growing("it is gone: No such file or directory"))
            let error = try #require(throws: ExtractionError.self) { try openCSV(directory + "/pipe") }
            #expect(error.message == "it is not a file")
        }
    }
}
