import Records
import Testing

@Suite struct TypedColumnTests {
    @Test("tells a missing text from an empty one")
    func keepsMissingTexts() {
        var column = TypedColumn(.text)
        column.appendText(Array("ก".utf8).span)
        column.appendMissing()
        let nothing: [UInt8] = []
        column.appendText(nothing.span)
        #expect(column.text(0) == "ก")
        #expect(column.text(1) == nil)
        #expect(column.text(2) == "")
    }

    @Test(
        "has a place for every row, missing or not",
        arguments: [.integer32, .integer64, .decimal(scale: 2), .date, .timestamp, .boolean] as [ValueKind])
    func keepsRowsAligned(kind: ValueKind) {
        var column = TypedColumn(kind)
        column.appendMissing()
        column.append(7)
        #expect(column.present == [false, true])
        #expect(column.numbers[1] == 7)
    }

    @Test("keeps both halves of a pseudonym")
    func keepsPseudonyms() {
        var column = TypedColumn(.pseudonym)
        column.appendMissing()
        column.appendPseudonym(high: .max, low: 1)
        #expect(column.numbers[1] == -1)
        #expect(column.lowHalves[1] == 1)
    }
}
