import Foundation
import ODBC
import Testing

@testable import Extraction

@Suite struct TimeZoneTests {
    @Test(
        "names a zone by its offset where that never changes",
        arguments: [
            ("Asia/Bangkok", "+07:00"), ("UTC", "+00:00"), ("Europe/Berlin", "Europe/Berlin"), ("Asia/Kabul", "+04:30"),
        ])
    func names(identifier: String, expected: String) throws {
        #expect(try #require(TimeZone(identifier: identifier)).sessionName == expected)
    }

    @Test("needs no shift between equal zones")
    func needsNone() throws {
        let bangkok = try #require(TimeZone(identifier: "Asia/Bangkok"))
        #expect(MomentShift(from: bangkok, to: bangkok) == nil)
    }
}
