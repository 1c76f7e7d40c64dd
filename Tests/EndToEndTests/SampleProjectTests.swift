import Foundation
import TestSupport
import Testing

/// The whole way: deliveries, pipelines, star, metrics, workbook, read back by an independent reader.
@Suite("This repository's project, from an empty database")
struct SampleProjectTests {
    @Test("reproduces what was published, keeps every row, writes nothing twice, follows its schedule")
    func wholeWay() throws {
        try SampleProject.run { project in
            try expectPublishedFigures(project)
            try expectIntervals(project)
            try expectExplanation(project)
            try expectEqualLanguages(project)
            try expectSoundWorkbooks(project)
            try expectControlTotals(project)
            try expectRecomputedFigures(project)
            try expectRejectsOfEveryClass(project)
            try expectNoCitizenNumbers(project)
            try expectSecondRunChangesNothing(project)
            try expectSchedule(project)
        }
    }

    private func expectPublishedFigures(_ project: SampleProject) throws {
        for (file, sheetName, heading) in [
            ("annual-adoption-2024-en", "Headline figures", "No."), ("annual-adoption-2024-th", "ตัวเลขสำคัญ", "ลำดับ"),
        ] {
            let sheet = try #require(try project.workbook(file).sheet(sheetName))
            let table = sheet.table(headedBy: heading)
            for figure in PublishedFigure.all {
                let rows = table.filter { $0[0].text == figure.number }
                let row = try #require(rows.count > figure.row ? rows[figure.row] : nil, "no figure \(figure.number)")
                #expect(row[2].number == figure.value, "figure \(figure.number), row \(figure.row) of \(file)")
                if let base = figure.base { #expect(row[5].number == base, "base of figure \(figure.number)") }
                if let change = figure.change { #expect(row[6].number == change, "change of figure \(figure.number)") }
            }
            // The three highest are ranked, maternity first (codes stand in the star, names in the workbook).
            let ranked = table.filter { $0[0].text == "6" }.compactMap { $0[2].number }
            #expect(ranked == ranked.sorted(by: >) && ranked.count == 3)
        }
    }

    /// `scipy.stats.t.interval` of the scores in the survey's deliveries of 2024, over the maximum.
    private func expectIntervals(_ project: SampleProject) throws {
        let sheet = try #require(try project.workbook("annual-adoption-2024-en").sheet("Satisfaction by fund"))
        let figures = sheet.rows.filter {
            ["Social Security Fund", "Workmen's Compensation Fund", "Total"].contains($0[0].text)
        }
        #expect(
            figures.map { $0[4...6].map { $0.number?.description } } == [
                ["0.877", "0.8742", "0.8798"], ["0.8579", "0.8332", "0.8826"], ["0.8767", "0.874", "0.8794"],
            ])
    }

    /// Why the published share rose: each item's part follows from the counts on the same sheet, and the parts add up.
    private func expectExplanation(_ project: SampleProject) throws {
        for (file, name, heading) in [
            ("annual-adoption-2024-en", "Why the e-claim share moved", "Benefit"),
            ("annual-adoption-2024-th", "เหตุที่ร้อยละเปลี่ยนแปลง", "ประโยชน์ทดแทน"),
        ] {
            let table = try #require(try project.workbook(file).sheet(name)).table(headedBy: heading)
            let numbers = table.map {
                $0.dropFirst().compactMap(\.number).map { NSDecimalNumber(decimal: $0).doubleValue }
            }
            .filter { $0.count == 10 }
            let (items, total) = (numbers.dropLast(), try #require(numbers.last))
            // Of eleven columns the first is the item; two counts and a share of either year, then four parts of the change.
            // Of nine items those with confidential counts are one line, which the others leave of the total.
            #expect((3...9).contains(items.count))
            #expect(total[0] == 2382 && total[1] == 4000 && total[3] == 4473 && total[4] == 5000)
            #expect(abs(total[9] - 29.91) < 1e-9)
            #expect(items.map { $0[9] } == items.map { $0[9] }.sorted(by: >), "the largest first")
            for item in items {
                let weight = (item[1] / total[1] + item[4] / total[4]) / 2
                let within = 100 * weight * (item[3] / item[4] - item[0] / item[1])
                #expect(abs(item[6] - within) < 0.00501, "\(item)")
            }
            let within = items.reduce(0) { $0 + $1[6] }
            #expect(abs(within - total[6]) < 0.0451 && abs(total[6] + total[7] + total[8] - total[9]) < 0.0101)
        }
    }

    private func expectEqualLanguages(_ project: SampleProject) throws {
        for name in ["annual-adoption-2024", "annual-adoption-2025", "monthly-monitor-2026-06"] {
            let english = try project.workbook("\(name)-en")
            let thai = try project.workbook("\(name)-th")
            #expect(english.sheets.count == thai.sheets.count)
            for (left, right) in zip(english.sheets, thai.sheets) {
                // Years stand as 2024 in one and as 2567 in the other, so they are set apart.
                func figures(_ sheet: Workbook.Sheet) -> [Decimal] {
                    sheet.rows.flatMap { $0.compactMap(\.number) }
                        .filter { !($0 >= 2000 && $0 <= 2600 && $0.isWhole) }.sorted()
                }
                if !["Notes", "Definitions"].contains(left.name) {
                    #expect(figures(left) == figures(right), "\(name), sheet \(left.name)")
                }
            }
        }
    }

    private func expectSoundWorkbooks(_ project: SampleProject) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: "\(project.directory)/workbooks") {
            let workbook = try Workbook.read("\(project.directory)/workbooks/\(file)")
            #expect(workbook.sheets.count > 4, "\(file)")
            #expect(workbook.title?.isEmpty == false && workbook.creator?.isEmpty == false, "\(file)")
            for sheet in workbook.sheets { #expect(sheet.formulasWithoutValue == 0, "\(file), \(sheet.name)") }
            // What is hidden in a column leaves no live total; of a month's few records every column has some.
            let isHidden = workbook.sheets.contains { sheet in
                sheet.rows.contains { $0.contains { $0.text == "[c]" } }
            }
            #expect(workbook.sheets.contains { $0.formulas > 0 } || isHidden, "\(file) has live totals")
        }
    }

    /// Another program, in another language, reads the same deliveries and comes to the same figures: every metric by
    /// every attribute that reports use, every sheet's table, in years of both eras, a quarter, a month and a range.
    private func expectRecomputedFigures(_ project: SampleProject) throws {
        let script = "\(repositoryDirectory)/Tests/EndToEndTests/Recomputation/recompute.py"
        let outcome = try runProgram(
            pythonProgram, [script, uptakeProgram, project.directory], in: project.directory)
        #expect(outcome.status == 0, "\(outcome.standardOutput)\(outcome.standardError)")
        let equal = try #require(Int(outcome.standardOutput.prefix { $0.isNumber }))
        #expect(equal > 20_000)
    }

    private func expectControlTotals(_ project: SampleProject) throws {
        let sheet = try #require(try project.workbook("annual-adoption-2024-en").sheet("Control totals"))
        let rows = sheet.table(headedBy: "Feed").filter { $0[0].text != nil }
        #expect(rows.count > 20)
        for row in rows {
            let numbers = row.suffix(5).compactMap(\.number)
            // Deliveries that share their days with another one of a fact of persons do not tell what they brought.
            if row.suffix(5).prefix(2).allSatisfy({ $0.text == "[c]" }) {
                #expect(["claims", "e_claims", "survey_answers"].contains(row[0].text) && numbers.count == 3, "\(row)")
                continue
            }
            try #require(numbers.count == 5, "\(row)")
            #expect(numbers[0] == numbers[1] + numbers[2] + numbers[3], "\(row)")
            #expect(numbers[4] == 0)
        }
        #expect(
            try project.query(
                "select count(*) from ledger.delivery where read_rows <> loaded_rows + rejected_rows + duplicate_rows")
                == ["0"])
        #expect(
            try project.query("select count(*) from ledger.control_total where read <> loaded + rejected + duplicate")
                == ["0"])
    }

    private func expectRejectsOfEveryClass(_ project: SampleProject) throws {
        let classes = try project.query("select distinct class from ledger.reject order by 1")
        #expect(
            Set(classes).isSuperset(of: [
                "cast", "duplicate", "encoding", "extra column", "lookup", "missing column", "rule", "size",
                "unquoted value",
            ]))
        let warnings = try project.query("select count(*) > 0 from ledger.reject where severity = 'warn'")
        #expect(warnings == ["t"])
        let shown = try project.uptake("rejects", "claims", "--language", "th")
        #expect(shown.status == 0 && shown.standardOutput.contains("โปรด"))
    }

    private func expectNoCitizenNumbers(_ project: SampleProject) throws {
        let dump = try runProgram(
            "pg_dump",
            [
                "--data-only",
                try project.uptake("server", "connect", "--url").standardOutput.trimmingCharacters(
                    in: .whitespacesAndNewlines),
            ])
        try #require(dump.status == 0, "\(dump.standardError)")
        let applicants = try String(
            contentsOfFile: "\(project.directory)/sample-data/operations/applicant.csv", encoding: .utf8)
        let numbers = applicants.split(separator: "\n").dropFirst().flatMap { $0.split(separator: ",") }
            .filter { $0.utf8.count == 13 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }.prefix(500)
        #expect(numbers.count == 500)
        for number in numbers { #expect(!dump.standardOutput.contains(number)) }
    }

    private func expectSecondRunChangesNothing(_ project: SampleProject) throws {
        let names = ["annual-adoption-2024-th", "annual-adoption-2025-en", "monthly-monitor-2026-06-th"]
        let before = try names.map(project.bytes)
        let counts = "select count(*) || ' ' || coalesce(sum(loaded_rows), 0) from ledger.delivery"
        let loaded = try project.query(counts)
        let again = try project.uptake("up")
        #expect(again.status == 0)
        #expect(try project.query(counts) == loaded)
        #expect(try names.map(project.bytes) == before)
    }

    private func expectSchedule(_ project: SampleProject) throws {
        // The report on June is due on 28 July 2026, once.
        let first = try project.uptake("schedule", "--once", "--at", "2026-07-29T12:00:00+07:00")
        #expect(first.status == 0, "\(first.standardError)")
        #expect(first.standardOutput.contains("monthly-monitor 2026-06: written"))
        let again = try project.uptake("schedule", "--once", "--at", "2026-07-29T12:15:00+07:00")
        #expect(again.status == 0)
        #expect(!again.standardOutput.contains("written"))
        // July has not been delivered, so on 28 August the report waits, and says for what.
        let waiting = try project.uptake("schedule", "--once", "--at", "2026-08-29T12:00:00+07:00")
        #expect(waiting.status == 0)
        #expect(waiting.standardOutput.contains("monthly-monitor 2026-07: waiting"))
        #expect(waiting.standardOutput.contains("2026-07"))
        let record = try project.query(
            "select distinct outcome from ledger.report_run where report = 'monthly-monitor' and period = '2026-07'")
        #expect(record == ["skipped"])
    }
}

extension Decimal {
    fileprivate var isWhole: Bool {
        var value = self
        var rounded = Decimal()
        NSDecimalRound(&rounded, &value, 0, .plain)
        return rounded == self
    }
}
