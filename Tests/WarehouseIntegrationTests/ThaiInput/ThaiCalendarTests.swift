import Foundation
import TestSupport
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

    @Test("lets the day of a moment in a database end at midnight in Bangkok, wherever the database lives")
    func midnightOfDatabases() throws {
        try withOwnProject { trial throws in
            for pipeline in ["claims", "e_claims"] {
                try trial.edit("pipelines/\(pipeline).yaml", "expected:", "# expected:")
            }
            try withTemporaryDatabase { operations in
                trial.sources["operations"] = operations
                let schema = try String(
                    contentsOfFile: repositoryDirectory + "/sample-data/operations/schema.sql", encoding: .utf8)
                _ = try queryDatabase(operations, schema)
                let name = try queryDatabase(operations, "select current_database()")
                // Bangkok is seven hours ahead all the year: midnight there is 17:00 in London's winter and 10:00 in Los Angeles.
                _ = try queryDatabase(
                    operations,
                    """
                    alter table e_claim alter column submitted_at type timestamptz;
                    insert into access_route values (1, 'web');
                    insert into applicant values (1, '1234567890121', '15-29', 'F', false);
                    insert into e_claim
                    select n, 1, 1, '33', 'death', '1001', day, null, null, 1.00
                    from (values ('a', timestamptz '2024-09-30 16:59:59Z'), ('b', '2024-09-30 17:00:00Z'),
                        ('c', '2024-12-31 23:59:59+07'), ('d', '2024-12-31 09:00:00-08'), ('e', '2024-02-29 16:59:59Z'),
                        ('f', '2024-02-29 17:00:00Z')) as v (n, day);
                    alter database \(name) set timezone = 'America/Los_Angeles'
                    """)
                try trial.run("e_claims")
                #expect(
                    try trial.figure("claims", "2024-01..2025-12", by: ["submitted.date"]) == [
                        "2024-02-29 1", "2024-03-01 1", "2024-09-30 1", "2024-10-01 1", "2024-12-31 1", "2025-01-01 1",
                    ])
                #expect(try trial.figure("claims", "FY2567") == ["3"])
                #expect(try trial.figure("claims", "FY2568") == ["3"])
                #expect(try trial.figure("claims", "2567") == ["5"])
            }
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
