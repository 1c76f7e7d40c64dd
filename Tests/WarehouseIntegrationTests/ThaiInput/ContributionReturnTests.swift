import Foundation
import Testing

/// The contribution return as an electronic file (THAI.md): 135 bytes a record, Windows-874, CRLF, Buddhist Era.
@Suite struct ContributionReturnTests {
    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: width - text.unicodeScalars.count) + text
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: width - text.unicodeScalars.count)
    }

    /// A header, field by field in the widths of the form.
    private func header(
        _ account: String, persons: String = "000002", wages: String = "30000.00", contribution: String = "3000.00",
        employee: String = "1500.00", employer: String = "1500.00", date: String = "150767", period: String = "0667"
    ) -> String {
        "1" + account + "000000" + date + period + Self.left("บริษัท น้ำดี จำกัด", 45) + "0500" + persons
            + Self.right(wages, 15) + Self.right(contribution, 14) + Self.right(employee, 12) + Self.right(employer, 12)
    }

    private func detail(_ name: String = "สมหญิง", wage: String = "15000.00", contribution: String = "750.00") -> String
    {
        "2" + "1234567890121" + "004" + Self.left(name, 30) + Self.left("ทดสอบ", 35) + Self.right(wage, 14)
            + Self.right(contribution, 12) + Self.left("", 27)
    }

    private func withReturns(
        _ records: [String], broken: (offset: Int, byte: UInt8)? = nil, _ body: (Trial) throws -> Void
    )
        throws
    {
        #expect(records.allSatisfy { $0.unicodeScalars.count == 135 })
        try withOwnProject { trial throws in
            for pipeline in ["contribution_returns", "contribution_filings"] {
                try trial.edit("pipelines/\(pipeline).yaml", "expected:", "# expected:")
            }
            var bytes = try #require(windows874(records.map { $0 + "\r\n" }.joined()))
            if let broken { bytes[broken.offset] = broken.byte }
            try trial.write(bytes, to: "sample-data/contribution_returns/returns.txt")
            try trial.run("contribution_returns")
            try body(trial)
        }
    }

    @Test("loads a return whose header is the sum of its details, to the figure")
    func loadsReturns() throws {
        try withReturns(
            [header("1000000001"), detail(), detail("สมชาย"), header("๑๐๐๐๐๐๐๐๐๒", date: "๑๕๐๗๖๗"), detail(), detail()]
        ) { trial throws in
            #expect(try trial.sql("select count(*) from ledger.reject") == "0")
            #expect(
                try trial.sql(
                    "select account, branch, filed_key, wage_month_key, insured_persons, wages_baht, contribution_baht from star.contribution_filing join star.employer using (employer_key) order by 1"
                ) == """
                    1000000001|000000|20240715|20240601|2|30000.00|3000.00
                    1000000002|000000|20240715|20240601|2|30000.00|3000.00
                    """)
            #expect(try trial.figure("filings", "2567-07") == ["2"])
        }
    }

    @Test("refuses a return that contradicts itself, naming the field and both figures")
    func refusesContradictions() throws {
        try withReturns([
            header("1000000001", persons: "000003"), detail(), detail(), header("1000000002", wages: "30000.01"),
            detail(),
            detail(), header("1000000003", employee: "1500.01", employer: "1499.99"), detail(), detail(),
            header("1000000004", contribution: "3000.01"), detail(), detail(), header("1000000005"), detail(), detail(),
        ]) { trial throws in
            #expect(
                try trial.sql("select line, column_name, class, detail from ledger.reject order by line") == """
                    1|insured_persons|rule|it states 3, they add up to 2
                    4|wages|rule|it states 30000.01, they add up to 30000
                    7|employee_share|rule|it states 1500.01, they add up to 1500
                    10|contribution|rule|it states 3000.01, they add up to 3000
                    """)
            #expect(
                try trial.sql("select account from star.contribution_filing join star.employer using (employer_key)")
                    == "1000000005")
        }
    }

    @Test(
        "refuses a return with a byte that means nothing in Windows-874, with its place",
        arguments: [0xDB, 0xFC] as [UInt8])
    func refusesUndefinedBytes(byte: UInt8) throws {
        // The given name of the first detail of the second return.
        let offset = 137 * 3 + 137 + 20
        try withReturns(
            [header("1000000001"), detail(), detail(), header("1000000002"), detail(), detail()],
            broken: (offset, byte)
        ) { trial throws in
            let hex = String(byte, radix: 16, uppercase: true)
            #expect(
                try trial.sql("select line, column_name, class, detail from ledger.reject")
                    == "4|given_name|encoding|byte 0x\(hex) at offset \(offset) means nothing in it")
            #expect(try trial.sql("select count(*) from star.contribution_filing") == "1")
        }
    }

    @Test("guards the years of a return against the other era and a second conversion")
    func guardsYears() throws {
        // 29 February 2567 was; the year after has none. Two digits are years of the 26th century BE.
        try withReturns([
            header("1000000001", date: "290267"), detail(), detail(), header("1000000002", date: "290268"), detail(),
            detail(), header("1000000003", period: "1367"), detail(), detail(),
        ]) { trial throws in
            #expect(try trial.sql("select filed_key from star.contribution_filing") == "20240229")
            #expect(
                try trial.sql("select line, rule from ledger.reject order by line")
                    == "4|filed: a day that exists\n7|wage_month: a day that exists")
        }
    }
}
