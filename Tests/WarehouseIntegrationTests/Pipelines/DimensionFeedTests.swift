import Testing

@testable import Pipelines

@Suite struct DimensionFeedTests {
    /// Key, code, name, size, rent, survey, town, validity of the members that are known now.
    private let members = """
        select shop_key, shop.code, shop.name_en, size, rent, surveyed, town.code, shop.valid_from, shop.valid_to, shop.inferred
        from star.shop left join star.town using (town_key) where shop_key > 0 order by 2, 8
        """

    @Test("keeps the versions of a member by event time, and reads every type of attribute")
    func keepsVersions() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(
                shops(
                    "7,Seven,small,100.50,2024-01-02 03:04:05,v,2023-01-01", "7,Seven,large,100.50,,v,2024-01-01",
                    "8,Eight,small,,,b,2023-06-01"),
                to: "in/shops.csv")
            #expect(counts(try trial.load("shops")) == "published: 3 read, 3 loaded, 0 rejected, 0 duplicate")
            let first = try trial.sql(members)
            #expect(
                first == """
                    1|7|Seven|small|100.50||v|2023-01-01|2024-01-01|f
                    3|7|Seven|large|100.50||v|2024-01-01|infinity|f
                    2|8|Eight|small|||b|2023-06-01|infinity|f
                    """)
            #expect(try trial.load("shops").state == .unchanged)
            // Delivered in another order and once more, it says the same.
            let before = try trial.checksums()["store.shop"]
            try trial.write(
                shops(
                    "8,Eight,small,,,b,2023-06-01", "7,Seven,large,100.50,,v,2024-01-01",
                    "7,Seven,small,100.50,2024-01-02 03:04:05,v,2023-01-01"),
                to: "in/shops.csv")
            #expect(try trial.load("shops").state == .published)
            #expect(try trial.checksums()["store.shop"] == before)
        }
    }

    @Test("writes moments as they are delivered")
    func keepsMoments() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(shops("7,Seven,small,,2024-01-02 03:04:05,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try trial.sql("select surveyed from star.shop where code = '7'") == "2024-01-02 03:04:05")
            try trial.write(
                shops("7,Seven,small,,2024-01-02 03:04:05,v,2023-01-01", "8,Eight,small,,,,"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try trial.sql("select count(*) from store.shop where code = '7'") == "1")
        }
    }

    @Test("keeps what was known before a correction, so that figures can be computed as they were known")
    func keepsKnowledge() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(shops("7,Sevn,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(
                try trial.sql(
                    "select shop_key, name_en, known_to = 'infinity', known_from < known_to from store.shop where code = '7' order by known_from"
                )
                    == "1|Sevn|f|t\n1|Seven|t|t")
            #expect(
                try trial.sql(
                    "select count(*) from store.shop a join store.shop b using (shop_key) where a.code = '7' and a.known_to = b.known_from"
                ) == "1")
        }
    }

    @Test("gives a member that a row names its key at once, and describes it later under the same key")
    func enrichesInferredMembers() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-02-05,,7,,2", "3,2024-02-05,,8,,3"), to: "in/sales.csv")
            try trial.run("sales")
            #expect(
                try trial.sql(
                    "select code, name_en, valid_from, valid_to, inferred from star.shop where shop_key > 0 order by 1")
                    == "7||-infinity|infinity|t\n8||-infinity|infinity|t")
            let keys = try trial.sql("select number, shop_key from star.sale order by 1")
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            #expect(try trial.sql("select number, shop_key from star.sale order by 1") == keys)
            #expect(
                try trial.sql(
                    "select number, name_en, inferred from star.sale join star.shop using (shop_key) order by 1")
                    == "1|Seven|f\n2|Seven|f\n3||t")
        }
    }

    @Test("leaves no placeholder behind a delivery that is refused")
    func infersNothingWhenRefused() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,x,,7,,2", "3,y,,8,,3"), to: "in/sales.csv")
            #expect(try trial.load("sales").state == .refused)
            #expect(try trial.sql("select count(*) from star.shop where shop_key > 0") == "0")
        }
    }

    @Test("looks up the version of the day of the event")
    func looksUpVersions() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(shops("7,Seven,small,,,v,2023-01-01", "7,Seven,large,,,v,2024-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(sales("1,2023-12-31,,7,,1", "2,2024-01-01,,7,,2"), to: "in/sales.csv")
            try trial.run("sales")
            #expect(
                try trial.sql("select number, size from star.sale join star.shop using (shop_key) order by 1")
                    == "1|small\n2|large")
        }
    }

    @Test("rejects rows without a key, of unknown towns, and rows that repeat a day, and counts them")
    func rejectsRows() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(
                shops(
                    "7,Seven,small,,,v,2023-01-01", ",Nobody,small,,,v,2023-01-01", "8,Eight,small,,,x,2023-01-01",
                    "7,Seven,small,,,v,2023-01-01",
                    "7,Seven,large,,,v,2023-01-01", "9,Nine,small,,,,"),
                to: "in/shops.csv")
            #expect(counts(try trial.load("shops")) == "published: 6 read, 2 loaded, 2 rejected, 2 duplicate")
            #expect(
                try trial.sql("select line, class, concat_ws(': ', rule, detail) from ledger.reject order by line")
                    == "3|rule|code: required\n4|lookup|town: a member of town\n5|duplicate|equal to another row: line 2\n6|duplicate|conflicting to another row: line 2"
            )
            #expect(
                try trial.sql("select code, town_key, valid_from from star.shop where shop_key > 0 order by 1")
                    == "7|1|2023-01-01\n9|-2|-infinity")
        }
    }

    @Test("changes nothing in a dimension when its delivery is refused")
    func refusesDeliveries() throws {
        try Trial.with(shopProject) { trial in
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            let before = try trial.checksums()
            try trial.write(shops("7,Sieben,small,,,v,2023-01-01", ",x,,,,,", ",y,,,,,"), to: "in/shops.csv")
            let outcome = try trial.load("shops")
            #expect(outcome.state == .refused)
            #expect(outcome.reason == "2 of 3 rows rejected (66.66 %), at most 50.00 % allowed")
            #expect(try trial.checksums() == before)
        }
    }
}
