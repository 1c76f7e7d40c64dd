import Testing

/// The edges of the Thai calendar (THAI.md, "Calendar"), each through a whole run to the figure.
@Suite struct ThaiCalendarTests {
    /// Claims of the offices, submitted on these days as they are written.
    private func withClaims(
        _ days: [String], form: String = "dd/MM/yyyy", calendar: String = "buddhist", _ body: (Trial) throws -> Void
    ) throws {
        try withOwnProject { trial throws in
            // Only what is delivered here is expected, so that figures are final.
            for pipeline in ["claims", "e_claims"] {
                try trial.edit("pipelines/\(pipeline).yaml", "expected:", "# expected:")
            }
            try trial.edit(
                "pipelines/claims.yaml", "submitted: { from: วันที่ยื่น, date: dd/MM/yyyy, calendar: buddhist,",
                "submitted: { from: วันที่ยื่น, date: \"\(form)\", calendar: \(calendar),")
            try trial.writeClaims(
                days.enumerated().map {
                    "\($0.offset),\($0.element),,,1234567890121,33,ตาย,ไปรษณีย์,1001,15-29,หญิง,มี,1.00"
                })
            try trial.run("claims")
            try body(trial)
        }
    }

    @Test("knows 29 February 2567 and no 29 February 2566", arguments: [("buddhist", 543), ("gregorian", 0)])
    func leapDay(calendar: String, offset: Int) throws {
        let days = [
            "29/02/\(2024 + offset)", "28/02/\(2023 + offset)", "29/02/\(2023 + offset)", "01/03/\(2024 + offset)",
        ]
        try withClaims(days, calendar: calendar) { trial throws in
            #expect(
                try trial.figure("claims", "2567", by: ["submitted.date"]) == ["2024-02-29 1", "2024-03-01 1"])
            #expect(try trial.figure("claims", "2567-02") == ["1"])
            #expect(try trial.figure("claims", "2023-02-28") == ["1"])
            #expect(
                try trial.sql("select line, class, rule from ledger.reject") == "4|cast|submitted: a day that exists")
        }
    }

    @Test("lets the day end at midnight in Bangkok, and so the month, the year and the fiscal year")
    func midnight() throws {
        try withClaims(
            [
                "30/09/2567 23:59:59", "01/10/2567 00:00:00", "31/12/2567 23:59:59", "01/01/2568 00:00:00",
                "29/02/2567 23:59:59", "01/03/2567 00:00:00",
            ], form: "dd/MM/yyyy HH:mm:ss"
        ) { trial throws in
            // FY2567 runs from 1 October 2566 to 30 September 2567, whatever clock the machine has.
            #expect(try trial.figure("claims", "FY2567") == ["3"])
            #expect(try trial.figure("claims", "FY2568") == ["3"])
            #expect(try trial.figure("claims", "2567") == ["5"])
            #expect(try trial.figure("claims", "2567-02") == ["1"])
            #expect(
                try trial.figure(
                    "claims", "2024-01..2025-01", by: ["submitted.fiscal_year_be", "submitted.fiscal_quarter"])
                    == ["2567 2 2", "2567 4 1", "2568 1 2", "2568 2 1"])
        }
    }

    @Test(
        "begins the fiscal year on 1 October, in either era",
        arguments: [("buddhist", 543, "FY2567"), ("gregorian", 0, "FY2024")])
    func fiscalYear(calendar: String, offset: Int, period: String) throws {
        let (before, year) = (2023 + offset, 2024 + offset)
        try withClaims(
            [
                "30/09/\(before)", "01/10/\(before)", "31/12/\(before)", "01/01/\(year)", "30/09/\(year)",
                "01/10/\(year)",
            ],
            calendar: calendar
        ) { trial throws in
            #expect(try trial.figure("claims", period) == ["4"])
            #expect(try trial.figure("claims", "\(period)-Q1") == ["2"])
            #expect(try trial.figure("claims", "\(period)-Q4") == ["1"])
            #expect(
                try trial.figure("claims", "2023..2024", by: ["submitted.fiscal_year"])
                    == ["2023 1", "2024 4", "2025 1"])
        }
    }
}
