import Records
import Testing

@testable import Extraction

@Suite struct CSVRowTests {
    @Test(
        "ends lines with LF, CRLF or CR, the last one with nothing",
        arguments: [
            "a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r", "a,b\n1,2\n3,4", "a,b\r1,2\r3,4",
            "a,b\r\n1,2\n3,4",
        ])
    func endsLines(text: String) throws {
        let reading = try readCSV(text)
        #expect(reading.rows == [["1", "2"], ["3", "4"]])
        #expect(reading.places.map(\.line) == [2, 3])
        #expect(reading.rejects.isEmpty)
    }

    @Test(
        "knows line, byte offset and length of each row, through quoted line breaks, blank lines and a byte order mark")
    func knowsPlaces() throws {
        let text = "\u{FEFF}no,name\n1,\"x\ny\"\n\n  \r\n2,ก\n3,z"
        let reading = try readCSV(text)
        #expect(reading.rows == [["1", "x\ny"], ["2", "ก"], ["3", "z"]])
        // The mark takes 3 bytes, the header 8, and ก three.
        #expect(
            reading.places == [
                Reject.Place(line: 2, byteOffset: 11, byteLength: 8),
                Reject.Place(line: 6, byteOffset: 24, byteLength: 6),
                Reject.Place(line: 7, byteOffset: 30, byteLength: 3),
            ])
    }

    @Test("keeps quoted delimiters, quotes and line breaks as data")
    func keepsQuotedData() throws {
        let reading = try readCSV("a;b\n\"1;2\";\"say \"\"no\"\"\r\nand go\"\n", options: "delimiter: \";\"")
        #expect(reading.rows == [["1;2", "say \"no\"\r\nand go"]])
    }

    @Test(
        "accepts empty columns behind the last one, as spreadsheets write them",
        arguments: ["a,b,,\n1,2,,\n", "a,b\n1,2,,\n", "a,b,,\n1,2\n"])
    func acceptsTrailingEmptyColumns(text: String) throws {
        let reading = try readCSV(text)
        #expect(reading.rows == [["1", "2"]])
        #expect(reading.rejects.isEmpty)
    }

    @Test(
        "rejects a row of another width and reads the next one",
        arguments: [
            ("1", RejectClass.missingColumn, "1 found"), ("1,2,3", .extraColumn, "3 found"),
            ("1,2,,3", .extraColumn, "4 found"),
        ])
    func rejectsWidths(row: String, rejectClass: RejectClass, detail: String) throws {
        let reading = try readCSV("a,b\n\(row)\n5,6\n")
        #expect(reading.rows == [["5", "6"]])
        #expect(reading.classes == [rejectClass])
        #expect(reading.rejects.first?.rule == "2 columns")
        #expect(reading.rejects.first?.detail == detail)
        #expect(
            reading.rejects.first?.place == Reject.Place(line: 2, byteOffset: 4, byteLength: Int32(row.utf8.count + 1)))
    }

    @Test("reads a file that has only its header", arguments: ["a,b\n", "a,b", "\u{FEFF}a,b\r\n", "\n\na,b\n\n \n"])
    func readsHeaderOnly(text: String) throws {
        let reading = try readCSV(text, required: ["a", "b"])
        #expect(reading.rows.isEmpty)
        #expect(reading.rejects.isEmpty)
    }

    @Test("reads a carriage return inside a line as the end of a row, and loses nothing after it")
    func readsCarriageReturns() throws {
        let reading = try readCSV("a,b\n1,2\r3,4\n5,6\r7,\"8\n9\"\n10,11\n")
        #expect(reading.rows == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8\n9"], ["10", "11"]])
        #expect(reading.rejects.isEmpty)
        // Each row has a place of its own.
        #expect(reading.places.map(\.byteOffset) == [4, 8, 12, 16, 24])
        #expect(reading.places.map(\.byteLength) == [4, 4, 4, 8, 6])
        #expect(reading.places.map(\.line) == [2, 3, 4, 5, 7])
    }

    @Test("reads batch after batch, with the right lines and offsets, through a quoted line break at every place")
    func readsBatches() throws {
        var text = "no,text\n"
        var offsets: [Int64] = []
        for number in 0..<120_000 {
            offsets.append(Int64(text.utf8.count))
            text += "\(number),\"x\ny\"\n"
        }
        let reading = try readCSV(text)
        #expect(reading.batches > 2)
        #expect(reading.rows.count == 120_000)
        #expect(reading.rows.enumerated().allSatisfy { $1 == ["\($0)", "x\ny"] })
        #expect(reading.places.enumerated().allSatisfy { $1.line == Int32(2 + 2 * $0) })
        #expect(reading.places.map(\.byteOffset) == offsets)
    }

    @Test(
        "reads a carriage return that is the last byte of a block, with and without a line feed behind it",
        arguments: ["\r\n", "\r"])
    func readsLineEndsBetweenBlocks(lineEnd: String) throws {
        // A carriage return on the last byte of every 128 KiB, whatever the size of a block is.
        let step = 128 << 10
        var text = "a" + lineEnd
        var lengths: [Int] = []
        for block in 1...20 {
            let length = block * step - 1 - text.utf8.count
            text += String(repeating: "x", count: length) + lineEnd + "y" + lineEnd
            lengths += [length, 1]
        }
        let reading = try readCSV(text)
        #expect(reading.rows.map { $0[0].utf8.count } == lengths)
        #expect(reading.places.map { Int($0.byteLength) } == lengths.map { $0 + lineEnd.utf8.count })
        #expect(reading.places.map(\.line) == Array(2...41))
    }

    @Test("reads a line that is longer than one block of the file")
    func readsLongLines() throws {
        let long = String(repeating: "x", count: 700_000)
        let reading = try readCSV("a,b\n\(long),1\n2,3\n")
        #expect(reading.rows == [[long, "1"], ["2", "3"]])
    }

    @Test("keeps a leading zero and a blank inside a value")
    func keepsText() throws {
        #expect(try readCSV("a,b\n0012,a b\n").rows == [["0012", "a b"]])
    }
}
