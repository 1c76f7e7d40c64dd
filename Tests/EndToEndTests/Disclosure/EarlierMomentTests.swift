import Foundation
import Testing

/// What is said of an earlier moment, beside what was published then and is published now, gives nothing hidden away.
@Suite("Disclosure control of earlier moments") struct EarlierMomentTests {
    /// A few of them in every run; `UPTAKE_DISCLOSURE_SEEDS=0..<40` runs as many as one likes.
    private static let seeds = EveningClasses.seeds(orElse: "1,6")

    /// Publishes a year, corrects it, and lends what was known before the correction.
    private func corrected(
        _ seed: Int, _ body: (EveningClasses, [String], EveningClasses.Knowledge) throws -> Void
    ) throws {
        try EveningClasses.with(seed: seed, years: [2022, 2023, 2024]) { classes in
            let first = try classes.edition("1")
            try classes.publish("yearbook", "2024", to: first)
            _ = try classes.publishUnlessExposed("atlas", "2024", to: first)
            let before = EveningClasses.Knowledge(moment: try classes.moment(), edition: first)
            try classes.correct(2024)
            let second = try classes.edition("2")
            _ = try classes.publishUnlessExposed("yearbook", "2024", to: second)
            try body(classes, [first, second], before)
        }
    }

    @Test("says what has changed", arguments: seeds)
    func differences(seed: Int) throws {
        try corrected(seed) { classes, published, before in
            for report in ["yearbook", "atlas"] {
                guard let answer = try classes.diff(report, "2024", since: before, name: "3 \(report)") else {
                    // What was not published again would be told by the comparison.
                    #expect(!FileManager.default.fileExists(atPath: "\(published[1])/\(report)-2024-en.xlsx"))
                    continue
                }
                let outcome = try classes.attack(published + [answer])
                #expect(outcome.published > 500 && outcome.hidden > 0)
                #expect(outcome.findings == [], "seed \(seed), \(report)")
            }
        }
    }

    @Test("answers as of then", arguments: seeds)
    func answers(seed: Int) throws {
        try corrected(seed) { classes, published, before in
            let counts = ["enrolments", "online_enrolments", "persons", "lessons", "online_rate", "enrolments_growth"]
            let answers = [
                try classes.ask(counts, by: ["site.code"], period: "2024", asOf: before, name: "3 by site"),
                try classes.ask(
                    ["enrolments", "lessons"], by: ["site.district.code", "way.code"], period: "2024", asOf: before,
                    name: "3 by district"),
                try classes.ask(
                    ["enrolments"], where: ("site.code", "e"), period: "2024", asOf: before, name: "3 of one"),
            ]
            for answer in answers {
                let outcome = try classes.attack(published + [answer])
                #expect(outcome.published > 500 && outcome.hidden > 0)
                #expect(outcome.findings == [], "seed \(seed), \(answer)")
            }
        }
    }

    @Test("explains by several attributes, as of then and against what was published", arguments: seeds)
    func explanations(seed: Int) throws {
        try corrected(seed) { classes, published, before in
            let (way, site) = (["site.district.name", "way.name"], ["site.district.name", "site.name"])
            let answers = [
                try classes.explain("enrolments", by: way, period: "2024", name: "3 by way"),
                try classes.explain("enrolments", by: site, period: "2024", asOf: before, name: "3 by site then"),
                try classes.explain("online_rate", by: site, period: "2024", asOf: before, name: "3 the share then"),
                try classes.explain("online_rate", by: way, period: "2024", againstAsOf: before, name: "3 the share"),
                try classes.explain(
                    "lessons", by: ["way.name"], where: ("site.code", "e"), period: "2024", asOf: before,
                    name: "3 of one"),
            ]
            for answer in answers {
                let outcome = try classes.attack(published + [answer])
                #expect(outcome.published > 500 && outcome.hidden > 0)
                #expect(outcome.findings == [], "seed \(seed), \(answer)")
            }
        }
    }
}
