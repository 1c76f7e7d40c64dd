import Records
import Testing

@testable import Extraction

@Suite struct CSVTrailerTests {
    private let trailer = "trailer: { marker: T, rows: 2, sums: { amount: 3 } }"

    @Test(
        "takes the last record for the trailer, whatever its width, and gives the totals it states",
        arguments: ["T,2,30.50\n", "T,2,30.50", "T,2,30.50,x,y\r\n", "\"T\" , 2 ,\"30.50\"\n\n \n"])
    func readsTrailers(record: String) throws {
        let reading = try read("a,b\n1,10\n2,20.5\n" + record)
        #expect(reading.rows == [["1", "10"], ["2", "20.5"]])
        #expect(reading.rejects.isEmpty)
        let summary = try reading.finish()
        #expect(
            summary.stated == [
                StatedTotal(measure: nil, text: "2", line: 4), StatedTotal(measure: "amount", text: "30.50", line: 4),
            ])
        #expect(summary.dataRecords == 2)
    }

    @Test("rejects a trailer that is not the last record", arguments: ["3,4\n", "5\n", "3,\"x\"y\n"])
    func rejectsStrayTrailers(record: String) throws {
        let reading = try read("a,b\n1,2\nT,1,2\n" + record + "T,2,0\n")
        #expect(reading.rejects.contains { $0.place == Reject.Place(line: 3, byteOffset: 8, byteLength: 6) })
        let stray = try #require(reading.rejects.first { $0.place.line == 3 })
        #expect(stray.rejectClass == .rule)
        #expect(stray.rule == "the trailer `T` is the last record")
        let summary = try reading.finish()
        #expect(summary.stated.map(\.text) == ["2", "0"])
        // The first row, the stray trailer, and the record behind it.
        #expect(summary.dataRecords == 3)
    }

    @Test(
        "refuses at its end a file whose last record is not the trailer",
        arguments: ["", "1,2\n", "T,1,2\n1,2\n", "T,1,2\n3,\"x\"y\n", "t,1,2\n", "TT,1,2\n"])
    func refusesMissingTrailers(rest: String) throws {
        let reading = try read("a,b\n" + rest)
        let error = try #require(throws: ExtractionError.self) { try reading.finish() }
        #expect(error.kind == .badInput)
        #expect(
            error.description == """
                trial.csv: the last record is not the trailer `T`: the file is cut off; ask the sender for the whole \
                file, or correct `trailer:` in the pipeline
                """)
    }

    @Test("refuses a trailer without the field that states a total")
    func refusesShortTrailers() throws {
        let reading = try read("a,b\n1,2\nT,1\n")
        let error = try #require(throws: ExtractionError.self) { try reading.finish() }
        #expect(error.message == "the trailer has 2 fields, and field 3 should state a total")
        #expect(error.line == 3)
    }

    @Test("finds the trailer behind many batches of rows")
    func readsLongFiles() throws {
        let reading = try read("a,b\n" + String(repeating: "1,2\n", count: 120_000) + "T,120000,240000\n")
        #expect(reading.rows.count == 120_000)
        let summary = try reading.finish()
        #expect(summary.stated.map(\.text) == ["120000", "240000"])
        #expect(summary.dataRecords == 120_000)
    }

    @Test("knows no trailer where none is declared")
    func readsWithoutTrailer() throws {
        try withTrialFile(Array("a,b\nT,1\n".utf8)) { path in
            let reading = try Reading(try openCSV(path))
            #expect(reading.rows == [["T", "1"]])
            #expect(try reading.finish().stated.isEmpty)
        }
    }

    private func read(_ text: String) throws -> Reading {
        try withTrialFile(Array(text.utf8)) { path in
            let reading = try Reading(try openCSV(path, options: trailer))
            return reading
        }
    }
}
