import Testing

@testable import Definitions

@Suite struct CoverageTests {
    private static func coverage(_ name: String, _ calendar: String = "gregorian") throws -> Coverage {
        let (coverage, diagnostics) = read("{ name: \"\(name)\", calendar: \(calendar) }") { Coverage($0) }
        #expect(diagnostics.isEmpty)
        return try #require(coverage)
    }

    struct Name: Sendable, CustomTestStringConvertible {
        let pattern: String
        let file: String
        /// `from until part`, nil when the name does not match.
        let expected: String?
        var testDescription: String { "\(pattern) of \(file)" }

        init(_ pattern: String, _ file: String, _ expected: String?) {
            self.pattern = pattern
            self.file = file
            self.expected = expected
        }
    }

    static let names = [
        // Each length of period.
        Name("CL-{yyyy}.csv", "CL-2024.csv", "2024-01-01 2025-01-01 -"),
        Name("CL-{yyyy}-Q{q}.csv", "CL-2024-Q1.csv", "2024-01-01 2024-04-01 -"),
        Name("CL-{yyyy}-Q{q}.csv", "CL-2024-Q4.csv", "2024-10-01 2025-01-01 -"),
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-06.csv", "2024-06-01 2024-07-01 -"),
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-12.csv", "2024-12-01 2025-01-01 -"),
        Name("{yyyy}{MM}{dd}.csv", "20240630.csv", "2024-06-30 2024-07-01 -"),
        Name("{dd}.{MM}.{yyyy}.txt", "31.12.2024.txt", "2024-12-31 2025-01-01 -"),
        // February in its four kinds of years.
        Name("{yyyy}{MM}{dd}.csv", "20240228.csv", "2024-02-28 2024-02-29 -"),
        Name("{yyyy}{MM}{dd}.csv", "20240229.csv", "2024-02-29 2024-03-01 -"),
        Name("{yyyy}{MM}{dd}.csv", "20230228.csv", "2023-02-28 2023-03-01 -"),
        Name("{yyyy}{MM}{dd}.csv", "20230229.csv", nil),
        Name("{yyyy}{MM}{dd}.csv", "20000229.csv", "2000-02-29 2000-03-01 -"),
        Name("{yyyy}{MM}{dd}.csv", "21000229.csv", nil),
        // Periods that do not exist.
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-00.csv", nil),
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-13.csv", nil),
        Name("CL-{yyyy}-Q{q}.csv", "CL-2024-Q0.csv", nil),
        Name("CL-{yyyy}-Q{q}.csv", "CL-2024-Q5.csv", nil),
        Name("{yyyy}{MM}{dd}.csv", "20240631.csv", nil),
        Name("{yyyy}{MM}{dd}.csv", "20240600.csv", nil),
        Name("CL-{yyyy}.csv", "CL-0000.csv", nil),
        // A year of the other era is nobody's year.
        Name("CL-{yyyy}-{MM}.csv", "CL-2567-06.csv", nil),
        // The part is what stands between the fixed characters.
        Name("CL-{yyyy}-{MM}-{part}.csv", "CL-2024-06-1001.csv", "2024-06-01 2024-07-01 1001"),
        Name("CL-{yyyy}-{MM}-{part}.csv", "CL-2024-06-a-b.csv", "2024-06-01 2024-07-01 a-b"),
        Name("{part}-{yyyy}-{MM}.csv", "กรุงเทพ-2024-06.csv", "2024-06-01 2024-07-01 กรุงเทพ"),
        Name("{part}-{yyyy}-{MM}.csv", "2023-01-2024-06.csv", "2024-06-01 2024-07-01 2023-01"),
        Name("CL-{yyyy}-{MM}-{part}.csv", "CL-2024-06-.csv", nil),
        // Anything, and nothing.
        Name("*-{yyyy}-{MM}.csv", "claims-of-2024-06.csv", "2024-06-01 2024-07-01 -"),
        Name("*-{yyyy}-{MM}.csv", "-2024-06.csv", "2024-06-01 2024-07-01 -"),
        Name("CL-{yyyy}-{MM}*.csv", "CL-2024-06.csv", "2024-06-01 2024-07-01 -"),
        Name("CL-{yyyy}-{MM}*.csv", "CL-2024-06 (2).csv", "2024-06-01 2024-07-01 -"),
        Name("*_{part}_{yyyy}_*.csv", "x_1001_2024_y.csv", "2024-01-01 2025-01-01 1001"),
        // A name that can be read in two ways says nothing.
        Name("*{yyyy}*.csv", "20242025.csv", nil),
        Name("{part}-*-{yyyy}.csv", "a-b-c-2024.csv", nil),
        Name("{part}-*-{yyyy}.csv", "a-b-2024.csv", "2024-01-01 2025-01-01 a"),
        // Names that do not fit.
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-6.csv", nil),
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-06.txt", nil),
        Name("CL-{yyyy}-{MM}.csv", "cl-2024-06.csv", nil),
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-06.csv.old", nil),
        Name("CL-{yyyy}-{MM}.csv", "old-CL-2024-06.csv", nil),
        Name("CL-{yyyy}-{MM}.csv", "CL-๒๐๒๔-06.csv", nil),
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-+6.csv", nil),
        Name("CL-{yyyy}-{MM}.csv", "CL-2024", nil),
        Name("CL-{yyyy}-{MM}.csv", "", nil),
        // A dot is a dot, and brackets are brackets.
        Name("CL[{yyyy}].csv", "CL[2024].csv", "2024-01-01 2025-01-01 -"),
        Name("CL.{yyyy}.csv", "CLx2024.csv", nil),
        // The folder, packing and amending are not looked at.
        Name("CL-{yyyy}-{MM}.csv", "in/2023/CL-2024-06.csv", "2024-06-01 2024-07-01 -"),
        Name("CL-{yyyy}-{MM}.csv", "CL-2024-06.csv.gz", "2024-06-01 2024-07-01 -"),
        Name("CL-{yyyy}-{MM}.csv.gz", "CL-2024-06.csv.gz", "2024-06-01 2024-07-01 -"),
        Name("CL-{yyyy}-{MM}-{part}.csv", "CL-2024-06-1001.amend.csv", "2024-06-01 2024-07-01 1001"),
        Name("CL-{yyyy}-{MM}-{part}.csv", "CL-2024-06-1001.amend.csv.gz", "2024-06-01 2024-07-01 1001"),
    ]

    @Test("reads from a file's name what the delivery speaks for", arguments: names)
    func matches(name: Name) throws {
        let span = try Self.coverage(name.pattern).match(fileName: name.file)
        #expect(span.map { "\($0.from) \($0.until) \($0.part ?? "-")" } == name.expected)
    }

    @Test(
        "reads years of the Buddhist Era",
        arguments: [
            ("CL-2567-06-1001.csv", "2024-06-01 2024-07-01"),
            ("CL-2567-12-1001.csv", "2024-12-01 2025-01-01"),
            ("CL-2024-06-1001.csv", nil), ("CL-3110-06-1001.csv", nil),
        ])
    func readsBuddhistYears(file: String, expected: String?) throws {
        let span = try Self.coverage("CL-{yyyy}-{MM}-{part}.csv", "buddhist").match(fileName: file)
        #expect(span.map { "\($0.from) \($0.until)" } == expected)
    }

    @Test("knows 29 February of a Buddhist leap year by its Gregorian one")
    func readsBuddhistLeapDays() throws {
        let coverage = try Self.coverage("{dd}{MM}{yyyy}.csv", "buddhist")
        #expect(
            coverage.match(fileName: "29022567.csv")
                == CoveredSpan(from: "2024-02-29", until: "2024-03-01", part: nil))
        #expect(coverage.match(fileName: "29022568.csv") == nil)
    }

    @Test("reads a name of many wildcards in little time")
    func boundsTheWork() throws {
        let coverage = try Self.coverage("*a*a*a*a*a*a*a*a*a*a-{yyyy}.csv")
        let name = String(repeating: "a", count: 200)
        #expect(coverage.match(fileName: name + "-2024.csv") != nil)
        #expect(coverage.match(fileName: name + "-2024.txt") == nil)
    }

    @Test(
        "tells how long the period of a name is",
        arguments: [
            ("{yyyy}", .year), ("{yyyy}-{q}", .quarter), ("{yyyy}-{MM}", .month), ("{yyyy}-{MM}-{dd}", .day),
        ] as [(String, PipelineDefinition.Slice.Grain)])
    func tellsGrain(name: String, expected: PipelineDefinition.Slice.Grain) throws {
        #expect(try Self.coverage(name).grain == expected)
    }

    @Test(
        "says what is wrong",
        arguments: [
            ("calendar: buddhist", "1:1: error: missing key `name`; add `name:`"),
            (
                #"name: "CL-{yy}.csv""#,
                "1:7: error: `{yy}` is no part of a file's name that `covers` knows; use `{yyyy}`, `{MM}`, `{dd}`, `{q}`, `{part}` or `*` for anything"
            ),
            (
                #"name: "CL-{yyyy.csv""#,
                "1:7: error: `{yyyy.csv}` is no part of a file's name that `covers` knows; use `{yyyy}`, `{MM}`, `{dd}`, `{q}`, `{part}` or `*` for anything"
            ),
            (
                #"name: "in/{yyyy}.csv""#,
                "1:7: error: `covers` is held against the name of a file, which has no folder; write the name alone"
            ),
            (
                #"name: "{yyyy}-{yyyy}.csv""#,
                "1:7: error: `{yyyy}` stands twice in the name; keep one, and write `*` for the other"
            ),
            (
                #"name: "CL-{part}.csv""#,
                "1:7: error: the name does not say which year a delivery speaks for; add `{yyyy}`, or drop `covers`"
            ),
            (#"name: "{yyyy}-{dd}.csv""#, "1:7: error: `{dd}` is a day of no month; add `{MM}`"),
            (
                #"name: "{yyyy}-{q}-{MM}.csv""#,
                "1:7: error: the name says a quarter and a month; keep `{q}` or `{MM}`"
            ),
            (
                #"name: "{yyyy}-*{part}.csv""#,
                "1:7: error: nothing tells where `{part}` or `*` ends and the next begins; put a character between them"
            ),
            (
                #"{ name: "{yyyy}.csv", calendar: lunar }"#,
                "1:33: error: `lunar` is not a value of `calendar`; use one of `gregorian`, `buddhist`"
            ),
            (
                #"{ name: "{yyyy}.csv", calender: buddhist }"#,
                "1:23: error: unknown key `calender`; did you mean `calendar`?"
            ),
        ])
    func namesErrors(text: String, expected: String) {
        #expect(read(text) { Coverage($0) }.diagnostics == ["test.yaml:\(expected)"])
    }
}
