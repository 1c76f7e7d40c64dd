import Foundation
import Pipelines
import Rules
import TestSupport
import Testing
import Warehouse

/// The rules that this repository's own project declares, with rows on both sides of each edge.
@Suite struct OwnRulesTests {
    // The check digits were computed by the formula of the Department of Provincial Administration, by hand.
    private let persons = ["1234567890121", "1101700234568", "3100101123454", "5009900000014"]

    /// THAI.md, "Who can claim what", read by hand.
    private static let entitlements: [(benefit: String, schemes: [String])] = [
        ("เจ็บป่วย (ค่ารักษาพยาบาล)", ["33", "39", "40-1", "40-2", "40-3"]), ("คลอดบุตร", ["33", "39"]),
        ("ทุพพลภาพ", ["33", "39", "40-1", "40-2", "40-3"]), ("ตาย", ["33", "39", "40-1", "40-2", "40-3"]),
        ("สงเคราะห์บุตร", ["33", "39", "40-3"]), ("ชราภาพ", ["33", "39", "40-2", "40-3"]), ("ว่างงาน", ["33"]),
    ]

    @Test("refuses a claim of a section that has no such benefit, and no other")
    func eligibility() throws {
        try withOwnProject { trial in
            var rows: [String] = []
            var refused: [String] = []
            for (benefit, schemes) in Self.entitlements {
                for scheme in ["33", "39", "40-1", "40-2", "40-3"] {
                    rows.append(
                        "\(rows.count + 1),01/07/2569,,,\(persons[0]),\(scheme),\(benefit),ไปรษณีย์,1001,15-29,หญิง,มี,1.00"
                    )
                    if !schemes.contains(scheme) { refused.append("\(rows.count + 1)") }
                }
            }
            try trial.writeClaims(rows)
            try trial.run("claims")
            #expect(
                try trial.sql(
                    "select line from ledger.reject where rule = 'allowed: [scheme, benefit], in: benefit_eligibility' order by 1"
                ).split(separator: "\n").map(String.init) == refused)
            #expect(try trial.sql("select count(*) from star.claim") == "\(rows.count - refused.count)")
        }
    }

    @Test("refuses what was decided before it was submitted, or paid before it was decided, in either era")
    func order() throws {
        try withOwnProject { trial in
            try trial.writeClaims(
                [
                    "02/04/2569,02/04/2569,02/04/2569", "02/04/2569,01/04/2569,", "๐๒/๐๔/๒๕๖๙,๐๑/๐๔/๒๕๖๙,",
                    "01/04/2569,02/04/2569,03/04/2569", "01/04/2569,03/04/2569,02/04/2569", "02/04/2569,,01/04/2569",
                    // The guard against a second conversion: the declared era is the Buddhist one.
                    "02/04/2026,,", "02/04/3112,,",
                ].enumerated().map { "\($0.offset),\($0.element),\(persons[0]),33,ตาย,ไปรษณีย์,1001,15-29,หญิง,มี,1.00" })
            try trial.run("claims")
            #expect(
                try trial.sql("select line, class, rule, severity from ledger.reject order by line") == """
                    3|rule|order: [submitted, decided, paid]|reject
                    4|rule|order: [submitted, decided, paid]|reject
                    6|rule|order: [submitted, decided, paid]|reject
                    7|rule|order: [submitted, decided, paid]|reject
                    8|cast|submitted: a year of the declared calendar|reject
                    9|cast|submitted: a year of either calendar|reject
                    """)
            #expect(
                try trial.sql("select line, submitted_key, decided_key, paid_key from star.claim order by line")
                    == "2|20260402|20260402|20260402\n5|20260401|20260402|20260403")
        }
    }

    @Test("warns of an electronic claim before its benefit was open to them, and keeps it")
    func opening() throws {
        try withOwnProject { trial in
            try withTemporaryDatabase { operations in
                trial.sources["operations"] = operations
                _ = try queryDatabase(
                    operations,
                    try String(
                        contentsOfFile: repositoryDirectory + "/sample-data/operations/schema.sql", encoding: .utf8))
                _ = try queryDatabase(
                    operations,
                    """
                    insert into access_route values (1, 'web');
                    insert into applicant values (1, '\(persons[0])', '15-29', 'F', false);
                    insert into e_claim
                    select n, 1, 1, '33', benefit, '1001', day, null, null, 1.00
                    from (values ('a', 'dental', timestamp '2023-06-30 23:59:59'), ('b', 'dental', '2023-07-01 00:00'),
                        ('c', 'death', '2023-12-31 12:00'), ('d', 'death', '2024-01-01 12:00'),
                        ('e', 'old_age', '2022-01-01 00:00')) as v (n, benefit, day)
                    """)
                let outcome = try trial.load("e_claims")
                #expect(counts(outcome) == "published: 5 read, 5 loaded, 0 rejected, 0 duplicate")
                #expect(outcome.record?.warnedRows == 2)
                #expect(
                    try trial.sql("select line, class, severity, rule from ledger.reject order by line")
                        == "1|rule|warn|not_before: submitted, in: e_claim_opening\n3|rule|warn|not_before: submitted, in: e_claim_opening"
                )
                #expect(
                    try trial.sql(
                        "select bool_and(action_en ~ 'not yet open' and action_th ~ 'ยังไม่เปิดรับ') from ledger.reject_rule"
                    ) == "t")
            }
        }
    }

    @Test("refuses successful password logins to e-Self Service from 2 April 2026 on", arguments: [false, true])
    func passwords(isBuddhist: Bool) throws {
        try withOwnProject { trial in
            if isBuddhist {
                try trial.edit(
                    "pipelines/logins.yaml", "{ from: day, date: yyyy-MM-dd,",
                    "{ from: day, date: yyyy-MM-dd, calendar: buddhist,")
            }
            let year = isBuddhist ? 2569 : 2026
            try trial.write(
                "day,service,method,route,age_band,sex,disability,tries,logins,users\n"
                    + [
                        "04-01,e_self_service,password,web,15-29,female,no,9,5,5",
                        "04-02,e_self_service,password,web,15-29,female,no,9,1,1",
                        // Tries that failed are what is to be expected.
                        "04-02,e_self_service,password,web,15-29,male,no,9,0,0",
                        "04-02,e_self_service,thaid,web,15-29,female,no,9,9,9",
                        "04-02,employer_eservice,password,web,15-29,female,no,9,9,9",
                        "04-03,e_self_service,password,sso_plus,15-29,female,no,9,9,9",
                    ].map { "\(year)-\($0)\n" }.joined(), to: "sample-data/logins/logins.csv")
            try trial.run("logins")
            #expect(
                try trial.sql("select line, class, severity from ledger.reject order by line")
                    == "3|rule|reject\n7|rule|reject")
            #expect(
                try trial.sql("select string_agg(line::text, ' ' order by line), min(logged_in_key) from star.login")
                    == "2 4 5 6|20260401")
        }
    }

    @Test("holds paid claims against payouts, per day, office and benefit")
    func payouts() throws {
        try withOwnProject { trial in
            try trial.edit("warehouse/rules/paid_claims_against_payouts.yaml", "from: 2026-07", "from: 2026-08")
            // The electronic claims are the other feed of the fact; without what it owes the period would wait.
            try trial.edit("pipelines/e_claims.yaml", "expected: { every: month, from: 2022-01, due: 15 days }\n", "")
            for pipeline in ["claims", "benefit_payouts"] {
                try trial.edit("pipelines/\(pipeline).yaml", "from: 2020-01", "from: 2026-08")
            }
            try trial.writeClaims(
                [
                    "30/07/2569,01/08/2569,03/08/2569", "31/07/2569,01/08/2569,03/08/2569",
                    "01/08/2569,02/08/2569,31/08/2569",
                    "01/08/2569,02/08/2569,01/09/2569", "01/08/2569,,",
                ].enumerated().map {
                    "\($0.offset),\($0.element),\(persons[0]),33,ตาย,ไปรษณีย์,1001,15-29,หญิง,มี,50000.25"
                })
            try trial.write(
                """
                paid_on;office;benefit;method;transactions;amount;fee_paid
                2026-08-03;1001;death;promptpay;1;50000.25;0.00
                2026-08-03;1001;death;cheque;1;50000.25;15.00
                2026-08-31;1001;death;promptpay;1;50000.52;0.00
                2026-08-31;1002;death;promptpay;1;7.00;0.00

                """, to: "sample-data/benefit_payouts/benefit_payouts.csv")
            try trial.run("claims")
            try trial.run("benefit_payouts")
            let status = try #require(try trial.judge().first { $0.rule == "paid_claims_against_payouts" })
            #expect(status.broken == 1 && status.severity == "warn" && !status.stops)
            #expect(
                try trial.results("paid_claims_against_payouts")
                    == ["2026-08 broken 2 of 3 150000.75 150008.02 2026-08-31"])
            #expect(
                try trial.findings("paid_claims_against_payouts") == [
                    "2026-08-31 | 2026-08-31 · 1001 · death | 50000.25 | 50000.52 | – | –",
                    "2026-08-31 | 2026-08-31 · 1002 · death | 0 | 7 | – | –",
                ])
        }
    }

    @Test("tells contributions of an employer that is not in the register")
    func employers() throws {
        try withOwnProject { trial in
            try trial.write(
                "account,branch,size_band,industry,valid_from\n1000000001,000000,1-9,trade,2020-01-01\n",
                to: "sample-data/employers/employers.csv")
            try trial.write(
                """
                payment_no,paid_on,scheme,channel,office,account,branch,citizen_id,amount
                P1,01/01/2026,33,internet_banking,,1000000001,000000,,100.00
                P2,15/01/2026,33,internet_banking,,1000000001,000001,,200.00
                P3,14/01/2026,33,internet_banking,,1000000002,000000,,"1,300.50"
                P4,15/01/2026,39,truemoney,,,,\(persons[1]),432.00

                """, to: "sample-data/contribution_payments/contribution_payments.csv")
            try trial.run("employers")
            try trial.run("contribution_payments")
            try trial.judge()
            #expect(
                try trial.results("payments_of_unknown_employers") == ["2026-01 broken 2 of 0 1500.50 2026-01-14"])
            let file = "sample-data/contribution_payments/contribution_payments.csv"
            #expect(
                try trial.findings("payments_of_unknown_employers") == [
                    "2026-01-14 | 1000000002 000000 | 1300.50 | – | \(file) | 4",
                    "2026-01-15 | 1000000001 000001 | 200.00 | – | \(file) | 3",
                ])
        }
    }
}

/// Lends this repository's project without its deliveries, the offices loaded.
func withOwnProject(_ body: (Trial) throws -> Void) throws {
    var files: [String: String] = [:]
    for folder in ["pipelines", "warehouse", "reports"] {
        for path in try FileManager.default.subpathsOfDirectory(atPath: "\(repositoryDirectory)/\(folder)")
        where path.hasSuffix(".yaml") || path.hasSuffix(".csv") {
            let file = "\(folder)/\(path)"
            files[file] = try String(contentsOfFile: "\(repositoryDirectory)/\(file)", encoding: .utf8)
        }
    }
    files["uptake.yaml"] = try String(contentsOfFile: "\(repositoryDirectory)/uptake.yaml", encoding: .utf8)
    files["sample-data/offices/offices.csv"] = """
        office_code,name_en,name_th,kind,province_code,successor_code,valid_from
        1001,Bangkok Area 1,กรุงเทพมหานครพื้นที่ 1,area,10,,1990-09-03
        1002,Bangkok Area 2,กรุงเทพมหานครพื้นที่ 2,area,10,,1990-09-03

        """
    try Trial.with(files) { trial in
        try trial.run("offices")
        try body(trial)
    }
}

extension Trial {
    /// Writes claims as the offices send them: Windows-874.
    func writeClaims(_ rows: [String]) throws {
        let header =
            "เลขที่คำขอ,วันที่ยื่น,วันที่วินิจฉัย,วันที่จ่าย,เลขประจำตัวประชาชน,มาตรา,ประโยชน์ทดแทน,ช่องทาง,สำนักงาน,ช่วงอายุ,เพศ,พิการ,จำนวนเงิน"
        try write(
            try #require(windows874(([header] + rows).joined(separator: "\r\n") + "\r\n")),
            to: "sample-data/claims/claims.csv")
    }
}

/// Encodes Thai and ASCII as THAI.md says: byte = code point − U+0E00 + 0xA0.
func windows874(_ text: String) -> Data? {
    var bytes = Data()
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0..<0x80: bytes.append(UInt8(scalar.value))
        case 0x0E01...0x0E3A, 0x0E3F...0x0E5B: bytes.append(UInt8(scalar.value - 0x0E00 + 0xA0))
        default: return nil
        }
    }
    return bytes
}
