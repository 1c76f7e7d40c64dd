import MetricQueries
import TestSupport
import Testing

/// Figures by members as they were on a row's day, and as they are today.
///
/// On 1 September 2024 it becomes known that shop a has moved from Ayle to Bree at the new year, and will move back in
/// a distant future; that b was taken over by c, and c by d, which stands in Ayle.
@Suite struct StandingTests {
    private static let reorganisation = """
        update store.shop set known_to = '2024-09-01' where known_to = 'infinity' and shop_key > 0;
        insert into store.shop (shop_key, code, name, heir, town_key, valid_from, valid_to, known_from, known_to, inferred)
        select k, c, n, h, t, f::date, u::date, '2024-09-01', 'infinity', c = 'a' and n is null
        from (values (1, 'a', 'Corner', null, 1, '2000-01-01', '2024-01-01'),
            (11, 'a', 'Corner', null, 2, '2024-01-01', '2999-01-01'),
            (12, 'a', 'Corner', null, 1, '2999-01-01', 'infinity'),
            (13, 'a', null, null, null, '-infinity', '2000-01-01'),
            (2, 'b', 'Corner', 'c', 2, '-infinity', '2024-01-01'),
            (3, 'c', 'New', 'd', 2, '-infinity', 'infinity'),
            (4, 'd', 'Newest', null, 1, '-infinity', 'infinity')) as v (k, c, n, h, t, f, u);
        """

    private func withReorganisation(_ body: (BakeryDatabase) throws -> Void) throws {
        try BakeryDatabase.with { (bakery) throws in
            _ = try queryDatabase(bakery.url, Self.reorganisation)
            try body(bakery)
        }
    }

    @Test("are those of the row's day, unless today's are asked for")
    func standing() throws {
        try withReorganisation { (bakery) throws in
            func loaves(_ path: String) throws -> [String] {
                try bakery.table(["loaves"], by: [path], "2023").texts
            }
            #expect(try loaves("shop.town.name") == ["Ayle 4", "Bree 5", "– 6"])
            #expect(try loaves("shop.town.name as_was") == ["Ayle 4", "Bree 5", "– 6"])
            #expect(try loaves("shop.town.name as_is") == ["Ayle 5", "Bree 4", "– 6"])
            #expect(try loaves("shop.code as_is") == ["a 4", "d 5", "– 6"])
            #expect(try loaves("shop.name as_is") == ["Corner 4", "Newest 5", "– 6"])
        }
    }

    @Test("are those of the last of many successors, from whichever of them one begins")
    func successors() throws {
        try withReorganisation { (bakery) throws in
            _ = try queryDatabase(
                bakery.url,
                """
                insert into store.shop (shop_key, code, name, heir, town_key, valid_from, valid_to, known_from, known_to, inferred)
                select 100 + i, 's' || i, 'S', case when i < 77 then 's' || (i + 1) end, 1, '-infinity', 'infinity',
                    '-infinity', 'infinity', false
                from generate_series(1, 77) i;
                update store.sale set shop_key = case number when 'n3' then 101 else 150 end where number in ('n3', 'n4')
                """)
            let codes = try bakery.table(["loaves"], by: ["shop.code", "shop.code as_is"], "2023").texts
            #expect(codes == ["s1 s77 4", "s50 s77 5", "– – 6"])
        }
    }

    @Test("can stand beside each other")
    func bothStandings() throws {
        try withReorganisation { (bakery) throws in
            let table = try bakery.table(["loaves"], by: ["shop.town.name", "shop.town.name as_is"], "2023")
            #expect(table.texts == ["Ayle Bree 4", "Bree Ayle 5", "– – 6"])
            #expect(table.totals == ["15"])
        }
    }

    @Test("are what was known of today at an earlier moment")
    func knowledge() throws {
        try withReorganisation { (bakery) throws in
            let before = try bakery.table(
                ["loaves"], by: ["shop.town.name as_is"], "2023", asOf: .asOf("2024-08-15 00:00+07"))
            #expect(before.texts == ["Ayle 4", "Bree 5", "– 6"])
        }
    }
}
