import Pipelines
import Testing

/// Members whose key has two columns.
@Suite struct CompoundKeyTests {
    private func project() throws -> [String: String] {
        var files = try salesProject()
        files["warehouse/dimensions/shop.yaml"] = """
            dimension: shop
            description: { en: Shops, th: ร้าน }
            key: [area, code]
            history: { size: version }
            columns: { area: text, code: text, size: text }
            """
        files["pipelines/shops.yaml"] = """
            pipeline: shops
            description: { en: Shops, th: ร้าน }
            source: { csv: { path: in/shops.csv } }
            load: shop
            columns:
              area: { from: area }
              code: { from: code }
              size: { from: size }
              valid_from: { from: since, date: yyyy-MM-dd }
            """
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?
            .replacing("from: shop, lookup: shop.code", with: "from: [back, shop], lookup: shop")
            .replacing("      returned: { from: back, date: yyyy-MM-dd }\n", with: "")
            .replacing("  returned: { from: back, date: yyyy-MM-dd }\n", with: "")
            .replacing("checks:\n  - { order: [sold, returned] }\n", with: "")
            .replacing(", part: shop", with: "")
        files["in/shops.csv"] = nil
        return files
    }

    private static let rows = """
        select string_agg(number || ' ' || area || '/' || code || ' ' || coalesce(size, '-'), ', ' order by number)
        from star.sale join star.shop using (shop_key)
        """

    @Test("are told apart column by column, when they are loaded, looked up and led to another version")
    func tellsKeysApart() throws {
        try Trial.with(try project()) { trial in
            func shops(_ rows: String...) throws {
                try trial.write("area,code,size,since\n" + rows.map { $0 + "\n" }.joined(), to: "in/shops.csv")
                #expect(try trial.load("shops").state == .published)
            }
            try shops("1,23,small,2023-01-01", "12,3,large,2023-01-01")
            try trial.write(
                sales("1,2024-01-05,1,23,,1", "2,2024-01-05,12,3,,2", "3,2024-01-05,123,4,,3"), to: "in/sales.csv")
            #expect(counts(try trial.load("sales")) == "published: 3 read, 3 loaded, 0 rejected, 0 duplicate")
            #expect(try trial.sql(Self.rows) == "1 1/23 small, 2 12/3 large, 3 123/4 -")
            try shops("12,3,huge,2024-01-05", "123,4,tiny,2024-01-06")
            // The placeholder is described from a day on that lies after its row.
            #expect(try trial.sql(Self.rows) == "1 1/23 small, 2 12/3 huge, 3 123/4 -")
            try shops("123,4,tiny,2024-01-04")
            #expect(try trial.sql(Self.rows) == "1 1/23 small, 2 12/3 huge, 3 123/4 tiny")
            // No row waits for a description any more.
            #expect(try trial.sql("select count(*) from star.shop where inferred and valid_from < valid_to") == "0")
            try trial.expectLedgerAgrees()
        }
    }
}
