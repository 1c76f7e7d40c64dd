import Testing

@testable import Extraction

@Suite struct CSVHeaderTests {
    @Test("refuses a file without a header line", arguments: ["", "\n\n", "\u{FEFF}", " \r\n"])
    func refusesEmptyFiles(text: String) throws {
        let error = try refusal(of: Array(text.utf8))
        #expect(error.kind == .badInput)
        #expect(
            error.description
                == "trial.csv:1: the file has no header line; deliver it with the names of its columns in the first line"
        )
    }

    @Test("suggests the new name of a renamed column, with the place that asks for the old one")
    func suggestsRenamedColumns() throws {
        let error = try refusal(of: Array("office_code,amount_bht\n".utf8), required: ["office_code", "amount_baht"])
        #expect(
            error.description == """
                trial.csv:1: the header lacks `amount_baht`; if `amount_bht` is `amount_baht` renamed, change `from:` at \
                pipelines/trial.yaml:7:9
                """)
    }

    @Test("names every column that is missing")
    func namesMissingColumns() throws {
        let error = try refusal(of: Array("a,x\n".utf8), required: ["a", "second", "third"])
        #expect(error.message == "the header lacks `second`, `third`")
        #expect(error.remedy == "ask the sender for it, or drop it at pipelines/trial.yaml:7:9")
    }

    @Test("recognises the file of another feed, and another delimiter")
    func recognisesOtherFeeds() throws {
        for header in ["day,store,downloads\n", "a;b\n"] {
            let error = try refusal(of: Array(header.utf8), required: ["a", "b"])
            #expect(error.message.hasPrefix("none of the columns this pipeline reads is there"))
        }
    }

    @Test(
        "recognises titles above the header, as a spreadsheet has them",
        arguments: [
            (
                "รายงานประจำเดือน,,\na,b,c\n1,2,3\n",
                "trial.csv:2: 1 row stands above the header, as in a spreadsheet; take out what is above line 2, or ask for the file as the system wrote it"
            ),
            (
                "Report\n\nJune 2567;x\nby office\n\u{FEFF}\na,c,b\n",
                "trial.csv:6: 4 rows stand above the header, as in a spreadsheet; take out what is above line 6, or ask for the file as the system wrote it"
            ),
        ])
    func recognisesTitles(text: String, expected: String) throws {
        #expect(try refusal(of: Array(text.utf8), required: ["a", "b"]).description == expected)
    }

    @Test("takes no later row for the header of a file whose header is one", arguments: ["x,y\n1,2\n", "a,y\na,b\n"])
    func wantsHeaderFirst(text: String) throws {
        #expect(!(try refusal(of: Array(text.utf8), required: ["a", "b"])).message.contains("above"))
    }

    @Test("refuses a column that stands twice, if it is read")
    func refusesDoubleColumns() throws {
        #expect(try refusal(of: Array("a,b,a\n".utf8), required: ["a"]).message == "the header has `a` twice")
        #expect(try readCSV("a,b,b\n1,2,3\n", required: ["a"]).rows == [["1", "2", "3"]])
    }

    @Test("names UTF-16 as what it is", arguments: [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]])
    func namesUTF16(mark: [UInt8]) throws {
        #expect(try refusal(of: mark + [0x61, 0x00]).message == "the file is UTF-16")
    }

    @Test("refuses a header in another encoding")
    func refusesOtherEncodings() throws {
        let error = try refusal(of: [0xA1, 0xA2, 0x2C, 0x62, 0x0A])
        #expect(error.message == "the name of column 1 is not text in the declared encoding")
    }

    @Test("refuses a header with broken quotes", arguments: ["a\"b,c\n1,2\n", "\"a,b\n1,2\n"])
    func refusesBrokenHeaders(text: String) throws {
        #expect(try refusal(of: Array(text.utf8)).kind == .badInput)
    }

    @Test("says that a file is not there")
    func missesFiles() throws {
        let error = try #require(throws: ExtractionError.self) {
            try contentHash(ofFile: "/nonexistent/trial.csv", source: "sample/trial.csv")
        }
        #expect(error.kind == .missingInput)
        #expect(error.description.hasPrefix("sample/trial.csv: the file cannot be opened: No such file or directory"))
    }

    @Test("loses no row behind a header that a carriage return ends in the middle of a line")
    func readsBehindCarriageReturns() throws {
        let reading = try readCSV(Array("a,b\r1,2\n3,4\n".utf8))
        #expect(reading.rows == [["1", "2"], ["3", "4"]])
        #expect(reading.rejects.isEmpty)
    }
}
