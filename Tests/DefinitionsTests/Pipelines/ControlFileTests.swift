import Testing

@testable import Definitions

@Suite struct ControlFileTests {
    private let good = """
        file: "{stem}.control.csv"
        rows: ROWS
        sums: { amount: AMOUNT, fee: FEE }
        sha256: HASH
        from: FIRST
        to: LAST
        part: OFFICE
        date: dd/MM/yyyy
        calendar: buddhist
        required: false
        """

    @Test("reads what the file beside a delivery states")
    func readsControlFiles() throws {
        let (definition, diagnostics) = read(good) { ControlFile($0) }
        #expect(diagnostics.isEmpty)
        let control = try #require(definition)
        #expect(control.file.value == "{stem}.control.csv")
        #expect(control.rows?.value == "ROWS")
        #expect(control.sums.map(\.measure.value) == ["amount", "fee"])
        #expect(control.sums.map(\.column.value) == ["AMOUNT", "FEE"])
        #expect(control.sha256?.value == "HASH")
        #expect(control.from?.value == "FIRST")
        #expect(control.to?.value == "LAST")
        #expect(control.part?.value == "OFFICE")
        #expect(control.date.value == "dd/MM/yyyy")
        #expect(control.calendar == .buddhist)
        #expect(!control.required)
        #expect(control.columns.map(\.value) == ["ROWS", "HASH", "FIRST", "LAST", "OFFICE", "AMOUNT", "FEE"])
    }

    @Test("requires the file and reads ISO days unless told otherwise")
    func hasDefaults() throws {
        let control = try #require(read(#"{ file: "{stem}.ctl", rows: n }"#) { ControlFile($0) }.definition)
        #expect(control.required)
        #expect(control.date.value == "yyyy-MM-dd")
        #expect(control.calendar == .gregorian)
        #expect(control.columns.map(\.value) == ["n"])
    }

    @Test(
        "stands beside its data file",
        arguments: [
            ("{stem}.control.csv", "in/a/claims-1.csv", "in/a/claims-1.control.csv"),
            ("{stem}.control.csv", "claims-1.csv.gz", "claims-1.control.csv"),
            ("{stem}.control.csv", "/in/claims-1.txt", "/in/claims-1.control.csv"),
            ("{stem}.control.csv", "in/claims.amend.csv", "in/claims.amend.control.csv"),
            ("control-{stem}", "in/claims.dat", "in/control-claims.dat"),
        ])
    func standsBeside(file: String, data: String, expected: String) throws {
        let control = try #require(read("{ file: \"\(file)\", rows: n }") { ControlFile($0) }.definition)
        #expect(control.path(forDataFile: data) == expected)
        #expect(control.isControlFile(expected))
        #expect(!control.isControlFile(data))
    }

    @Test("is no control file without the name of a data file")
    func needsStem() throws {
        let control = try #require(read(#"{ file: "{stem}.control.csv", rows: n }"#) { ControlFile($0) }.definition)
        #expect(!control.isControlFile("in/.control.csv"))
    }

    @Test(
        "says what is wrong",
        arguments: [
            ("file: \"{stem}.control.csv\"\n", "", "1:1: error: missing key `file`; add `file:`"),
            (
                "{stem}.control.csv", "control.csv",
                #"1:7: error: `control.csv` does not name a file for each data file; write `{stem}` once for the name of the data file, as in "{stem}.control.csv""#
            ),
            (
                "{stem}.control.csv", "{stem}-{stem}.csv",
                #"1:7: error: `{stem}-{stem}.csv` does not name a file for each data file; write `{stem}` once for the name of the data file, as in "{stem}.control.csv""#
            ),
            (
                "{stem}.control.csv", "control/{stem}.csv",
                "1:7: error: `control/{stem}.csv` names a folder; a control file stands beside its data file; write the name alone"
            ),
            ("to: LAST\n", "", "5:7: error: `from` and `to` state a coverage together; name both columns"),
            ("from: FIRST\n", "", "5:5: error: `from` and `to` state a coverage together; name both columns"),
            ("{ amount: AMOUNT, fee: FEE }", "AMOUNT", "3:7: error: `sums` must be a mapping (key: value)"),
            ("FEE", "[FEE]", "3:30: error: `fee` must be a text"),
            ("required: false", "required: perhaps", "10:11: error: `required` must be true or false"),
            (
                "calendar: buddhist", "calendar: lunar",
                "9:11: error: `lunar` is not a value of `calendar`; use one of `gregorian`, `buddhist`"
            ),
            ("sha256: HASH", "sha265: HASH", "4:1: error: unknown key `sha265`; did you mean `sha256`?"),
        ])
    func namesErrors(part: String, replacement: String, expected: String) {
        let text = good.replacing(part, with: replacement)
        #expect(text != good)
        #expect(read(text) { ControlFile($0) }.diagnostics == ["test.yaml:\(expected)"])
    }

    @Test("refuses a file that states nothing")
    func refusesEmptyStatements() {
        #expect(
            read(#"{ file: "{stem}.ctl", required: true }"#) { ControlFile($0) }.diagnostics == [
                "test.yaml:1:1: error: the control file states nothing; name at least one of its columns with `rows`, `sums`, `sha256` or `from` and `to`"
            ])
    }
}
