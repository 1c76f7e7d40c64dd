import Pipelines
import TestSupport
import Testing

/// Members and rows that arrive in any order, held against the plainest way to join them: for each row the statement of
/// the latest day up to its own.
@Suite struct ArrivalOrderTests {
    private struct Statement {
        let shop: String
        let day: Int
        let name: String
        let size: String
    }

    private struct Sale {
        let number: Int
        let shop: String
        let day: Int
    }

    private enum Arrival {
        case members([Statement])
        case rows([Sale])
    }

    private func iso(_ day: Int) -> String {
        "2024-\(day / 28 < 9 ? "0" : "")\(day / 28 + 1)-\(day % 28 < 9 ? "0" : "")\(day % 28 + 1)"
    }

    /// Number, size and name of every sale as they must be.
    private func expected(_ statements: [Statement], _ sales: [Sale]) -> String {
        sales.sorted { $0.number < $1.number }.map { sale in
            let own = statements.filter { $0.shop == sale.shop }
            let last = own.filter { $0.day <= sale.day }.max { $0.day < $1.day }
            // A name has no history: the one of the latest statement holds for all days on which the shop is known.
            let name = last == nil ? "-" : own.max { $0.day < $1.day }?.name ?? "-"
            return "\(sale.number) \(last?.size ?? "inferred") \(name)"
        }.joined(separator: "\n")
    }

    @Test("give every row the version of its day", arguments: 1...6 as ClosedRange<UInt64>)
    func anyOrder(seed: UInt64) throws {
        var random = Randomness(seed: seed)
        var statements: [Statement] = []
        for shop in ["a", "b", "c"] {
            var days = Array(0..<250)
            for _ in 0..<6 {
                let day = random.pick(days)
                days.removeAll { $0 == day }
                statements.append(
                    Statement(
                        shop: shop, day: day, name: random.pick(["one", "two", "three"]),
                        size: random.pick(["small", "middle", "large"])))
            }
        }
        let sales = (1...60).map {
            Sale(number: $0 + 100, shop: random.pick(["a", "b", "c", "d"]), day: Int(random.next() % 250))
        }
        // Each month of sales is one delivery; members come a few at a time.
        var arrivals: [Arrival] = []
        for month in 0..<9 { arrivals.append(.rows(sales.filter { $0.day / 28 == month })) }
        var left = statements
        while !left.isEmpty {
            let count = min(left.count, 1 + Int(random.next() % 4))
            var part: [Statement] = []
            for _ in 0..<count { part.append(left.remove(at: Int(random.next() % UInt64(left.count)))) }
            arrivals.append(.members(part))
        }
        try Trial.with(try salesProject()) { trial in
            var number = 0
            while !arrivals.isEmpty {
                number += 1
                switch arrivals.remove(at: Int(random.next() % UInt64(arrivals.count))) {
                case .members(let part):
                    let rows = part.map { "\($0.shop),\($0.name),\($0.size),,,v,\(iso($0.day))\n" }.joined()
                    try trial.write("code,name,size,rent,surveyed,town,since\n" + rows, to: "in/shops.csv")
                    #expect(try trial.load("shops").state == .published)
                case .rows(let part):
                    let rows = part.map { "\($0.number),\(iso($0.day)),,\($0.shop),,1\n" }.joined()
                    try trial.write("no,day,back,shop,id,amount\n" + rows, to: "in/sales-\(number).csv")
                    try trial.run("sales")
                }
            }
            #expect(
                try trial.sql(
                    """
                    select number || ' ' || case when inferred then 'inferred -' else size || ' ' || name_en end
                    from star.sale join star.shop using (shop_key) order by number
                    """) == expected(statements, sales))
            #expect(
                try trial.sql(
                    """
                    select count(*) from star.sale join star.shop using (shop_key)
                    where to_date(sold_key::text, 'yyyymmdd') not between valid_from and valid_to - 1
                    """) == "0")
            try trial.expectLedgerAgrees()
        }
    }
}
