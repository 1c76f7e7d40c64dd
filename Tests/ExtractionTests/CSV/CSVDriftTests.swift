import Records
import Testing

@testable import Extraction

@Suite struct CSVDriftTests {
    @Test("reads reordered columns by their names, and says nothing of it")
    func readsReorderedColumns() throws {
        let reading = try readCSV("b,a\n2,1\n", required: ["a", "b"])
        #expect(reading.rows == [["2", "1"]])
    }

    @Test(
        "says of an added column what the pipeline wants said",
        arguments: [
            ("", ["added column `c`", "added column 4, which has no name"]),
            ("added_columns: report", ["added column `c`", "added column 4, which has no name"]),
            ("added_columns: ignore", []),
        ])
    func reportsAddedColumns(options: String, notes: [String]) throws {
        try withTrialFile(Array("b,a,c,,d\n2,1,3,4,5\n".utf8)) { path in
            let reading = try Reading(try openCSV(path, options: options, required: ["a", "b", "d"]))
            #expect(reading.rows == [["2", "1", "3", "4", "5"]])
            #expect(try reading.finish().notes == notes)
        }
    }

    @Test("refuses added columns, naming each, when the pipeline wants none")
    func refusesAddedColumns() throws {
        let error = try refusal(
            of: Array("a,x,b,y\n".utf8), options: "added_columns: refuse", required: ["a", "b"])
        #expect(error.kind == .badInput)
        #expect(
            error.description == """
                trial.csv:1: this pipeline does not read column `x`, column `y`; read it, or set \
                `added_columns: report` in the pipeline
                """)
        #expect(
            try readCSV("b,a,\n2,1,\n", options: "added_columns: refuse", required: ["a", "b"]).rows == [["2", "1"]])
    }
}
