import TestSupport
import Testing

@testable import Pipelines

/// Deliveries with random faults, held against a plain count of what is right in them.
@Suite struct AccountingTests {
    private struct Row {
        let number: String
        let day: String
        let shop: String
        let amount: String
        /// Hundredths; nil when it is no number of two decimals.
        let hundredths: Int64?
        let extra: String

        var text: String { "\(number),\(day),,\(shop),,\(amount)\(extra)" }
        var isWide: Bool { extra.isEmpty }
        var isGood: Bool {
            isWide && !number.isEmpty && !shop.isEmpty && day.hasPrefix("2024-0") && !day.hasSuffix("x")
                && (hundredths ?? -1) >= 0
        }
        var grain: String { "\(day.prefix(7)) \(shop) \(number)" }
    }

    @Test("nothing vanishes: what is read is loaded, rejected or a duplicate, in rows and in money", arguments: 0..<12)
    func nothingVanishes(seed: UInt64) throws {
        var random = Randomness(seed: seed)
        let rows = (0..<60).map { _ in row(&random) }
        var seen: Set<String> = []
        let loaded = rows.filter { $0.isGood && seen.insert($0.grain).inserted }
        let rejected = rows.filter { !$0.isGood }
        func money(_ rows: [Row]) -> Int64 { rows.filter(\.isWide).reduce(0) { $0 + ($1.hundredths ?? 0) } }

        var files = shopProject
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?.replacing("at_most: 50%", with: "at_most: 100%")
        try Trial.with(files) { trial in
            try trial.write("no,day,back,shop,id,amount\n" + rows.map { $0.text + "\n" }.joined(), to: "in/sales.csv")
            #expect(
                counts(try trial.load("sales")) == """
                    published: 60 read, \(loaded.count) loaded, \(rejected.count) rejected, \
                    \(60 - loaded.count - rejected.count) duplicate
                    """)
            #expect(
                try trial.sql(
                    "select (read * 100)::bigint, (loaded * 100)::bigint, (rejected * 100)::bigint from ledger.control_total"
                )
                    == "\(money(rows))|\(money(loaded))|\(money(rejected))")
            #expect(
                try trial.sql("select count(*), coalesce(sum(amount * 100), 0)::bigint from star.sale")
                    == "\(loaded.count)|\(money(loaded))")
            // Each row that is not loaded can be found by its line.
            let lines = Set(
                try trial.sql("select distinct line from ledger.reject union select line from star.sale").split(
                    separator: "\n"))
            #expect(lines.count == 60)
        }
    }

    @Test("finds every one of very many repetitions, with the place of each")
    func findsManyRepetitions() throws {
        var files = shopProject
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?.replacing("at_most: 50%", with: "at_most: 100%")
        // Every row twice, the second time with another amount: far more than is kept in memory or fetched at once.
        let rows = (0..<30_000).map { "\($0),2024-01-05,,7,,1\n" } + (0..<30_000).map { "\($0),2024-01-05,,7,,2\n" }
        let header = "no,day,back,shop,id,amount\n"
        try Trial.with(files) { trial in
            try trial.write(header + rows.joined(), to: "in/sales.csv")
            #expect(
                counts(try trial.load("sales")) == "published: 60000 read, 30000 loaded, 0 rejected, 30000 duplicate")
            #expect(try trial.sql("select count(*), sum(amount) from star.sale") == "30000|30000.00")
            #expect(
                try trial.sql("select duplicate, read from ledger.control_total") == "60000.00|90000.00")
            // The places as they follow from the lengths of the lines.
            var offset = header.utf8.count
            var places: [String] = []
            for (index, row) in rows.enumerated() {
                if index % 7001 == 3, index >= 30_000 {
                    places.append("\(index + 2)|\(offset)|line \(index - 29_998) of in/sales.csv")
                }
                offset += row.utf8.count
            }
            #expect(
                try trial.sql(
                    "select line, byte_offset, detail from ledger.reject where (line - 2) % 7001 = 3 order by line")
                    == places.joined(separator: "\n"))
        }
    }

    private func row(_ random: inout Randomness) -> Row {
        let amount = random.pick([
            ("1", Int64(100)), ("0.01", 1), ("-3.50", -350), ("12.5", 1250), ("1.005", nil), ("abc", nil),
            ("1E+3", nil), ("999.99", 99_999),
            ("7", 700), ("8.00", 800),
        ])
        return Row(
            number: random.pick(["", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
            day: random.pick([
                "2024-01-05", "2024-02-29", "2024-03-31", "2023-02-29", "2567-01-01", "2024-02-30x", "2024-01-05",
                "2024-01-05",
            ]),
            shop: random.pick(["7", "8", "7", "8", ""]), amount: amount.0, hundredths: amount.1,
            extra: random.pick(["", "", "", "", ",x"]))
    }
}
