import Records
import Testing

@testable import Extraction

@Suite struct CSVBrokenRowTests {
    @Test(
        "rejects a line with a misplaced quote and reads the next one",
        arguments: ["1,a\"b", "1,\"a\"b", "1,\"a\" \"b\""])
    func rejectsMisplacedQuotes(row: String) throws {
        let reading = try readCSV("a,b\n\(row)\n5,6\n")
        #expect(reading.rows == [["5", "6"]])
        #expect(reading.classes == [.unquotedValue])
        #expect(
            reading.rejects.first?.place == Reject.Place(line: 2, byteOffset: 4, byteLength: Int32(row.utf8.count + 1)))
    }

    @Test("rejects only the line on which a quote is opened and never closed")
    func rejectsOneLineOfAnOpenQuote() throws {
        let reading = try readCSV("a,b\n1,\"x\n2,y\n3,z\n")
        #expect(reading.rows == [["2", "y"], ["3", "z"]])
        #expect(reading.places.map(\.line) == [3, 4])
        #expect(reading.places.map(\.byteOffset) == [9, 13])
        #expect(reading.classes == [.unquotedValue])
        #expect(reading.rejects.first?.place == Reject.Place(line: 2, byteOffset: 4, byteLength: 5))
    }

    @Test("rejects each line with an open quote, and no line between them")
    func rejectsEachOpenQuote() throws {
        let reading = try readCSV("a,b\n1,\"x\n2,y\n3,\"z\n4,w\n")
        #expect(reading.rows == [["2", "y"], ["4", "w"]])
        #expect(reading.rejectedLines == [2, 4])
    }

    @Test("loses no row behind an open quote in a large file")
    func losesNothing() throws {
        var text = "no,text\n"
        for number in 1...60_000 {
            text += number == 30_000 ? "\(number),\"open\n" : "\(number),a text of some length\n"
        }
        let reading = try readCSV(text)
        #expect(reading.rows.count == 59_999)
        #expect(reading.rejectedLines == [30_001])
    }

    @Test(
        "rejects a record that is larger than the limit and reads the next one", arguments: [101, 300_000, 1_000_000])
    func rejectsLargeRecords(bytes: Int) throws {
        let long = String(repeating: "x", count: bytes - 3)
        let reading = try readCSV("a,b\n1,\(long)\n5,6\n", options: "maximum_record_bytes: 100")
        #expect(reading.rows == [["5", "6"]])
        #expect(reading.classes == [.size])
        #expect(reading.rejects.first?.place == Reject.Place(line: 2, byteOffset: 4, byteLength: Int32(bytes)))
        #expect(reading.places == [Reject.Place(line: 3, byteOffset: Int64(4 + bytes), byteLength: 4)])
    }

    @Test("rejects a quoted record that grows over the limit line by line")
    func rejectsGrowingRecords() throws {
        let lines = String(repeating: "xxxxxxxxx\n", count: 20)
        let reading = try readCSV("a,b\n1,\"\(lines)\"\n5,6\n", options: "maximum_record_bytes: 100")
        #expect(reading.rows == [["5", "6"]])
        #expect(reading.rejects.first?.rejectClass == .size)
        #expect(reading.rejects.first?.place.line == 2)
        // The lines of the value stand there as rows of one column, and the last one opens a quote anew.
        #expect(reading.rejectedLines.sorted() == Array(2...22))
    }

    @Test("keeps the finished row of a line that breaks after a carriage return")
    func keepsFinishedRows() throws {
        let reading = try readCSV("a,b\n1,2\r3,x\"y\n")
        #expect(reading.rows == [["1", "2"]])
        #expect(reading.classes == [.unquotedValue])
        #expect(reading.places == [Reject.Place(line: 2, byteOffset: 4, byteLength: 4)])
        #expect(reading.rejects.first?.place == Reject.Place(line: 3, byteOffset: 8, byteLength: 6))
    }
}
