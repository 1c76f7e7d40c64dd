import Foundation
import TestSupport
import Testing

/// Nothing that is hidden can be found out from everything that is published, over all sheets, years, languages and editions.
@Suite("Disclosure control") struct DisclosureTests {
    /// A few of them in every run; `UPTAKE_DISCLOSURE_SEEDS=0..<40` runs as many as one likes.
    private static let seeds = EveningClasses.seeds(orElse: "1,3,5,19")

    private static func below(_ seed: Int) -> Int { [5, 5, 10, 3, 2][seed % 5] }

    @Test("leaves an attacker nothing, through new years, corrections and other cross-sections", arguments: seeds)
    func editions(seed: Int) throws {
        let below = Self.below(seed)
        try EveningClasses.with(seed: seed, years: [2021, 2022, 2023], below: below) { classes in
            let first = try classes.edition("1")
            try classes.publish("yearbook", "2023", to: first)
            // A year more, which completes totals over time, and other cross-sections of it.
            try classes.deliver([2024])
            let second = try classes.edition("2")
            try classes.publish("yearbook", "2024", to: second)
            _ = try classes.publishUnlessExposed("atlas", "2024", to: second)
            _ = try classes.publishUnlessExposed("fiscal", "FY2024", to: second)
            // A correction of a cell that is hidden.
            try classes.correct(2023)
            let third = try classes.edition("3")
            for (report, period) in [("yearbook", "2023"), ("yearbook", "2024"), ("atlas", "2023")] {
                _ = try classes.publishUnlessExposed(report, period, to: third)
            }

            let outcome = try classes.attack([first, second, third], below: below)
            #expect(outcome.published > 1_000 && outcome.hidden > 0)
            #expect(outcome.findings == [], "seed \(seed), hidden below \(below)")
        }
    }

    @Test("holds for whatever is asked afterwards")
    func answers() throws {
        try EveningClasses.with(seed: 3, years: [2023, 2024]) { classes in
            let published = try classes.edition("1")
            try classes.publish("yearbook", "2024", to: published)
            let counts = ["enrolments", "online_enrolments", "persons", "lessons"]
            let rates = ["online_rate", "enrolments_growth", "offline_gap", "enrolments_to_date"]
            let answers = [
                try classes.ask(counts + rates, by: ["site.code"], period: "2024", name: "2 by site"),
                try classes.ask(counts, by: ["site.district.code", "way.code"], period: "2024", name: "2 by district"),
                try classes.ask(counts, by: ["home.code"], period: "2023", name: "2 by home"),
                try classes.ask(["enrolments"], by: ["site.code", "home.code"], period: "2024", name: "2 by both"),
                try classes.ask(
                    ["enrolments", "online_rate"], where: ("site.code", "e"), period: "2024", name: "2 of one"),
                try classes.explain("enrolments", by: ["site.name"], period: "2024", name: "2 why"),
                try classes.explain("online_rate", by: ["site.name"], period: "2024", name: "2 why the share"),
            ]
            // Each by itself beside what is published: what one answer hides another that nobody keeps need not.
            for answer in answers {
                let outcome = try classes.attack([published, answer])
                #expect(outcome.published > 500 && outcome.hidden > 0)
                #expect(outcome.findings == [], "\(answer)")
            }
        }
    }

    @Test("leads to no rows of what is hidden")
    func rows() throws {
        try EveningClasses.with(seed: 1, years: [2023, 2024]) { classes in
            let folder = try classes.edition("1")
            try classes.publish("yearbook", "2024", to: folder)
            let sheet = try #require(try Workbook.read("\(folder)/yearbook-2024-en.xlsx").sheet("By site"))
            let codes = [
                "North, \"old\" wing": "n", "South 100%": "s", "Quay & <Mill>": "q", "East's": "e", "Hill_%s": "h",
                "Jetty": "j",
            ]
            let hidden = sheet.rows.filter { $0.count > 1 && $0[1].text?.hasPrefix("[c]") == true }
                .compactMap { codes[$0[0].text ?? ""] }
            try #require(!hidden.isEmpty)
            for site in hidden {
                let file = "\(classes.directory)/deliveries/enrolments-2024-\(site).csv"
                let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").dropFirst()
                for form in [["--lines"], ["--lines", "--format", "csv"], ["--json"], []] {
                    let outcome = try classes.uptake(
                        ["rows", "enrolments", "--period", "2024", "--where", "site.code=\(site)"] + form)
                    let said = outcome.standardOutput + outcome.standardError
                    for line in lines {
                        let number = String(line.split(separator: ",")[0])
                        #expect(!said.contains(number), "\(site): \(said)")
                    }
                    #expect(!said.contains("from \(lines.count) row"), "\(said)")
                    #expect(!said.contains("\"rows\" : \(lines.count)"), "\(said)")
                }
            }
        }
    }
}
