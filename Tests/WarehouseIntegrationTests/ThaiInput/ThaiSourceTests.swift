import Foundation
import TestSupport
import Testing

/// The same letters from every kind of source make the same rows (THAI.md).
@Suite struct ThaiSourceTests {
    static let project = [
        "uptake.yaml": """
        project: letters
        title: { en: Letters, th: จดหมาย }
        organisation: { en: Nobody, th: ไม่มี }
        time_zone: Asia/Bangkok
        pseudonym_key: { file: key }
        connections:
          archive: { environment: ARCHIVE_URL }
        units:
          coin: { en: coins, th: เหรียญ }
        """,
        "warehouse/dimensions/date.yaml": """
        dimension: date
        description: { en: Days, th: วัน }
        calendar: { from: 2023, to: 2025, fiscal_year_starts: 10 }
        """,
        "warehouse/dimensions/place.yaml": """
        dimension: place
        description: { en: Places, th: สถานที่ }
        key: [code]
        columns: { code: text, name_en: text, name_th: text }
        members: reference/place.csv
        """,
        // The province Lampang begins with SARA AM.
        "warehouse/reference/place.csv": "code,name_en,name_th\n52,Lampang,ลำปาง\n10,Bangkok,กรุงเทพมหานคร\n",
        "warehouse/facts/letter.yaml": """
        fact: letter
        description: { en: Letters, th: จดหมาย }
        grain: [number]
        distribute_by: number
        event: sent
        dimensions: { sent: date, place: place }
        columns: { number: text, person: pseudonym, note: text }
        measures: { amount: { type: "decimal(14,2)", unit: coin, adds_over: [time, members] } }
        """,
        "pipelines/letters.yaml": """
        pipeline: letters
        description: { en: Letters, th: จดหมาย }
        source: SOURCE
        slice: { by: month, of: sent }
        load: letter
        columns:
          number: { from: number }
          sent: { from: sent, date: dd/MM/yyyy, calendar: buddhist }
          place: { from: place, lookup: place.name_th }
          person: { from: person, pseudonym_of: thai_citizen_id }
          note: { from: note }
          amount: { from: amount, thousands: "," }
        """,
    ]

    /// Number, day, place, citizen number, note, amount; the second row says the same as the first in other signs.
    static let rows = [
        ["67-1", "29/02/2567", "ลำปาง", "1234567890121", "น้ำ", "1234.50"],
        ["๖๗-๒", "๒๙/๐๒/๒๕๖๗", "ล\u{0E4D}\u{0E32}ปาง", "1-2345-67890-12-1", "น\u{0E49}\u{0E4D}\u{0E32}", "๑,๒๓๔.๕๐"],
        ["67-3", "30/09/2567", "กรุงเทพมหานคร", "๑๒๓๔๕๖๗๘๙๐๑๒๑", "ข้อ ๓", "0.01"],
    ]

    private static let widths = [10, 10, 20, 17, 10, 10]

    private static let fixedWidth = """
        { fixed_width: { path: in/letters.txt, encoding: tis-620, record_bytes: 78, record_type: { at: 1, width: 1 }, row: letter, records: { letter: { type: "1", fields: { number: { at: 2, width: 10 }, sent: { at: 12, width: 10 }, place: { at: 22, width: 20 }, person: { at: 42, width: 17 }, note: { at: 59, width: 10 }, amount: { at: 69, width: 10 } } } } } }
        """

    private static func csv(_ rows: [[String]], delimiter: String = ";") -> String {
        ([["number", "sent", "place", "person", "note", "amount"]] + rows)
            .map { $0.joined(separator: delimiter) + "\r\n" }.joined()
    }

    enum Kind: String, CaseIterable { case utf8, excel, windows874, fixedWidth, postgres }

    @Test("reads Thai the same way, whatever it comes in", arguments: Kind.allCases)
    func readsTheSame(kind: Kind) throws {
        var files = Self.project
        let path = "in/letters.txt"
        let encoding = kind == .windows874 ? "windows-874" : "utf-8"
        let source =
            switch kind {
            case .fixedWidth: Self.fixedWidth
            case .postgres: "{ postgres: { connection: archive, query: \"select * from letter\" } }"
            default: "{ csv: { path: \(path), encoding: \(encoding), delimiter: \";\" } }"
            }
        files["pipelines/letters.yaml"] = files["pipelines/letters.yaml"]?.replacing("SOURCE", with: source)
        try Trial.with(files) { trial in
            switch kind {
            case .utf8: try trial.write(Self.csv(Self.rows), to: path)
            case .excel: try trial.write("\u{FEFF}" + Self.csv(Self.rows), to: path)
            case .windows874: try trial.write(try #require(windows874(Self.csv(Self.rows))), to: path)
            case .fixedWidth:
                let records = Self.rows.map { row in
                    "1"
                        + zip(row, Self.widths).map { $0 + String(repeating: " ", count: $1 - $0.unicodeScalars.count) }
                        .joined() + "\r\n"
                }
                try trial.write(try #require(windows874(records.joined())), to: path)
            case .postgres:
                try withTemporaryDatabase { archive in
                    trial.sources["archive"] = archive
                    let rows = Self.rows.map { "(" + $0.map { "'\($0)'" }.joined(separator: ", ") + ")" }
                    _ = try queryDatabase(
                        archive,
                        "create table letter (number text, sent text, place text, person text, note char(10), amount text); insert into letter values \(rows.joined(separator: ", "))"
                    )
                    try Self.expectRows(trial)
                }
                return
            }
            try Self.expectRows(trial)
        }
    }

    /// Expects the three letters in the star.
    static func expectRows(_ trial: Trial) throws {
        #expect(counts(try trial.load("letters")) == "published: 3 read, 3 loaded, 0 rejected, 0 duplicate")
        #expect(
            try trial.sql(
                "select number, sent_key, code, note, amount, person = first_value(person) over (order by number) from star.letter join star.place using (place_key) order by number"
            ) == """
                67-1|20240229|52|น้ำ|1234.50|t
                67-2|20240229|52|น้ำ|1234.50|t
                67-3|20240930|10|ข้อ ๓|0.01|t
                """)
    }

    @Test("keeps one row of two that differ only in their digits")
    func sameIdentifier() throws {
        var files = Self.project
        files["pipelines/letters.yaml"] = files["pipelines/letters.yaml"]?
            .replacing("SOURCE", with: "{ csv: { path: in/letters.txt, delimiter: \";\" } }")
        try Trial.with(files) { trial throws in
            var again = Self.rows[1]
            again[0] = "๖๗-๑"
            try trial.write(Self.csv([Self.rows[0], again]), to: "in/letters.txt")
            #expect(counts(try trial.load("letters")) == "published: 2 read, 1 loaded, 0 rejected, 1 duplicate")
        }
    }

    @Test("refuses bytes that mean nothing in the encoding, with line and offset, in files of both kinds")
    func undefinedBytes() throws {
        for kind in [Kind.windows874, .fixedWidth] {
            var files = Self.project
            let source =
                kind == .fixedWidth
                ? Self.fixedWidth : "{ csv: { path: in/letters.txt, encoding: windows-874, delimiter: \";\" } }"
            files["pipelines/letters.yaml"] = files["pipelines/letters.yaml"]?.replacing("SOURCE", with: source)
            try Trial.with(files) { trial throws in
                let row = Self.rows[0]
                var bytes =
                    kind == .fixedWidth
                    ? try #require(
                        windows874(
                            "1"
                                + zip(row, Self.widths).map {
                                    $0 + String(repeating: " ", count: $1 - $0.unicodeScalars.count)
                                }.joined()
                                + "\r\n"))
                    : try #require(windows874(Self.csv([row])))
                // The second letter of the place.
                let place = try #require(bytes.firstIndex(of: 0xC5)) + 1
                bytes[place] = 0xDE
                try trial.write(bytes, to: "in/letters.txt")
                try trial.run("letters")
                #expect(
                    try trial.sql("select class, column_name, detail from ledger.reject")
                        == "encoding|place|byte 0xDE at offset \(place) means nothing in it")
                #expect(try trial.sql("select count(*) from star.letter") == "0")
            }
        }
    }
}
