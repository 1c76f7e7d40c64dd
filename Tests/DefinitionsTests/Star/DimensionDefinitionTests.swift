import Testing

@testable import Definitions

@Suite struct DimensionDefinitionTests {
    @Test("reads keys, columns, history, references and where the members come from")
    func readsDimensions() throws {
        let (dimension, diagnostics) = read(
            """
            dimension: office
            description: { en: Offices, th: สำนักงาน }
            key: [code]
            history: { kind: version, name_en: overwrite }
            columns:
              code: text
              name_en: { type: text, description: { en: Name, th: ชื่อ } }
              kind: text
              province: { references: province }
            """
        ) { DimensionDefinition($0) }
        #expect(diagnostics.isEmpty)
        let office = try #require(dimension)
        #expect(office.keyColumn == "office_key")
        #expect(office.columns.map(\.tableColumn) == ["code", "name_en", "kind", "province_key"])
        #expect(office.columns.map(\.history) == [.overwrite, .overwrite, .version, .overwrite])
        #expect(office.column("province")?.type == .integer)
        #expect(office.isVersioned)
        #expect(!office.isCalendar)
        guard case .pipeline = office.members else {
            Issue.record("members come from \(office.members)")
            return
        }
    }

    @Test("reads a calendar, whose columns the engine knows")
    func readsCalendars() throws {
        let text =
            "dimension: date\ndescription: { en: Days, th: วัน }\ncalendar: { from: 2020, to: 2030, fiscal_year_starts: 10 }"
        let (dimension, diagnostics) = read(text) { DimensionDefinition($0) }
        #expect(diagnostics.isEmpty)
        let date = try #require(dimension)
        #expect(date.isCalendar)
        #expect(
            date.columns.map(\.name.value) == [
                "date", "year", "year_be", "half", "quarter", "month", "day", "weekday", "year_month",
                "year_quarter", "fiscal_year",
                "fiscal_year_be", "fiscal_quarter", "month_name_en", "month_name_th", "month_short_en",
                "month_short_th",
            ])
    }

    @Test(
        "says what is wrong",
        arguments: [
            (
                "key: [code]\ncolumns: { name: text }",
                "4:7: error: `key` names `code`, which is not a column; declare it under `columns`"
            ),
            (
                "key: [code]\ncolumns: { code: text }\nsuccessor: heir",
                "6:12: error: `successor` names `heir`, which is not a column; declare it under `columns`"
            ),
            (
                "key: [code]\ncolumns: { code: text, heir: integer }\nsuccessor: heir",
                "6:12: error: `heir` cannot name a member by its `code`; name another column of type text"
            ),
            (
                "key: [code, part]\ncolumns: { code: text, part: text, heir: text }\nsuccessor: heir",
                "6:12: error: a key of 2 columns cannot be named by one; drop `successor`"
            ),
            (
                "key: [code]\ncolumns: { code: text }\nhierarchies: { place: [code] }",
                "6:23: error: hierarchy `place` has 1 levels; name two or more, the lowest first"
            ),
            (
                "key: [code]\ncolumns: { code: text }\nhistory: { name: version }",
                "6:12: error: `history` names `name`, which is not a column; declare it under `columns`"
            ),
            (
                "key: [code]\ncolumns: { code: text }\nhistory: { code: sometimes }",
                "6:18: error: `sometimes` is not a value of `code`; use one of `overwrite`, `version`"
            ),
            (
                "key: [code]\ncolumns: { Code: text, code: text }",
                "5:12: error: `Code` cannot name a column; use up to 40 lower-case letters, digits and underscores, a letter first"
            ),
            (
                "calendar: { from: 2030, to: 2020 }",
                "4:11: error: the calendar runs from 2030 to 2020; give two years (CE) between 1800 and 2200, the first one first"
            ),
            (
                "calendar: { from: 2563, to: 2573 }",
                "4:11: error: the calendar runs from 2563 to 2573; give two years (CE) between 1800 and 2200, the first one first"
            ),
            (
                "calendar: { from: 2020, to: 2030, fiscal_year_starts: 13 }",
                "4:11: error: `fiscal_year_starts` is a month, 1 to 12"
            ),
            ("key: [code]", "1:1: error: missing key `columns`; add `columns:`"),
        ])
    func namesErrors(text: String, expected: String) {
        let diagnostics = read("dimension: office\ndescription: { en: Offices, th: สำนักงาน }\n\n\(text)") {
            DimensionDefinition($0)
        }.diagnostics
        #expect(diagnostics == ["test.yaml:\(expected)"])
    }
}
