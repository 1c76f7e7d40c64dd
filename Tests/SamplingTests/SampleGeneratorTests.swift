import Foundation
import TestSupport
import Testing

@testable import Sampling

@Suite struct SampleGeneratorTests {
    @Test("meets the counts and rates exactly at every scale", arguments: [1, 3, 10])
    func figuresHold(scale: Int) throws {
        try withSample(["visits.yaml": visits], scale: scale) { folder, files in
            let rows = try lines(folder + "/visits/visits-2024.csv").dropFirst().map {
                $0.split(separator: ",")
            }
            let good = rows.filter { !$0[0].hasPrefix("X") }
            #expect(Set(good.map { $0[0] }).count == 1_000 * scale)
            #expect(good.count { $0[2] == "online" } - duplicatesOnline(good) == 625 * scale)
            #expect(files.map(\.name) == ["visits/visits-2024.csv"])
            #expect(files[0].rows == rows.count && rows.count == 1_000 * scale + 5)
            // Every day of the year has visits online, no Monday has any at the desk.
            #expect(Set(good.filter { $0[2] == "online" }.map { $0[1] }).count == 366)
        }
    }

    private func duplicatesOnline(_ rows: [[Substring]]) -> Int {
        let online = rows.filter { $0[2] == "online" }
        return online.count - Set(online.map { $0[0] }).count
    }

    @Test("computes prices exactly")
    func arithmetic() throws {
        try withSample(["visits.yaml": visits]) { folder, _ in
            for row in try lines(folder + "/visits/visits-2024.csv").dropFirst().map({
                $0.split(separator: ",")
            }) {
                guard row.count == 5, let party = Int(row[3]) else { continue }
                let price = row[2] == "online" ? 950 : 1_100
                let cents = party * price
                #expect(row[4] == "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)")
            }
        }
    }

    @Test("puts the bad rows in beside the good ones")
    func faults() throws {
        try withSample(["visits.yaml": visits]) { folder, _ in
            let rows = try lines(folder + "/visits/visits-2024.csv").map { $0.split(separator: ",") }
            #expect(rows.filter { $0.count > 3 && $0[3] == "many" }.map { $0[0] } == ["X1", "X2"])
            #expect(rows.filter { $0.count == 4 }.map { $0[0] } == ["X4"])
            #expect(rows.filter { $0.count == 6 }.map { $0.last } == ["late"])
            let numbers = rows.dropFirst().map { $0[0] }
            #expect(numbers.count - Set(numbers).count == 1)
        }
    }

    @Test("writes the same bytes for the same scale and seed, others for another seed")
    func deterministic() throws {
        let read = { (seed: UInt64) in
            try withSample(["visits.yaml": visits], seed: seed) { folder, _ in
                try contents(folder + "/visits/visits-2024.csv")
            }
        }
        #expect(try read(7) == read(7))
        #expect(try read(7) != read(8))
    }

    @Test("writes a recipe alone as it writes it among others")
    func alone() throws {
        let other = visits.replacing("recipe: visits", with: "recipe: tours").replacing(
            "visits/visits", with: "tours/tours")
        let both = ["visits.yaml": visits, "a.yaml": other]
        let among = try withSample(both) { folder, _ in try contents(folder + "/visits/visits-2024.csv") }
        let alone = try withSample(["visits.yaml": visits]) { folder, _ in
            try contents(folder + "/visits/visits-2024.csv")
        }
        #expect(among == alone)
    }

    @Test("divides a count over days and words, one row each")
    func cells() throws {
        let recipe = """
            recipe: sales
            strata:
              - { in: 2024-01..2024-06, count: 123457, set: { shop: north } }
            days: { on: month_ends }
            cells: { good: { tea: 3, coffee: 1 }, size: [small, large] }
            noise: 20%
            files:
              sales: { path: sales.csv, columns: { day: "{day}", good: "{good}", size: "{size}", sold: "{count:,0}" } }
            """
        try withSample(["sales.yaml": recipe], scale: 2) { folder, _ in
            let rows = try lines(folder + "/sales.csv").dropFirst().map {
                $0.split(separator: ",", maxSplits: 3)
            }
            #expect(rows.count == 6 * 4)
            #expect(
                Set(rows.map { $0[0] }) == [
                    "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30",
                ])
            let sold = rows.compactMap { Int($0[3].filter(\.isNumber)) }
            #expect(sold.reduce(0, +) == 246_914)
            // A number with a comma in it needs quotation marks.
            #expect(rows.allSatisfy { $0[3].hasPrefix("\"") == $0[3].contains(",") })
        }
    }
}
