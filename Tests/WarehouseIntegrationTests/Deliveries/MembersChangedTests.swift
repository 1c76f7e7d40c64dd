import Synchronization
import Testing

@testable import Pipelines

/// Another session changes a dimension while rows are looked up in it.
@Suite struct MembersChangedTests {
    @Test("looks the rows up anew, and counts every row once")
    func retries() throws {
        try Trial.with(try salesProject()) { trial in
            try trial.write(sales("1,2024-01-05,,7,,1", "2,2024-01-05,,8,,2"), to: "in/sales.csv")
            let attempts = Mutex(0)
            let outcomes = try trial.run("sales", jobs: 1) { _, _ in
                guard
                    attempts.withLock({
                        $0 += 1; return $0
                    }) == 1
                else { return }
                // The look-up has inferred shop 7 by now, and this makes another one of it.
                #expect(throws: Never.self) {
                    try trial.write(shops("7,Seven,big,,,v,2023-01-01"), to: "in/shops.csv")
                    _ = try trial.sql(
                        """
                        insert into store.shop (shop_key, code, name_en, name_th, size, town_key, valid_from, valid_to, known_from, known_to, inferred)
                        select nextval('store.shop_key'), '7', 'Seven', 'Seven', 'big', -1, '-infinity', 'infinity', clock_timestamp(), 'infinity', false
                        """)
                }
            }
            #expect(attempts.withLock { $0 } == 2)
            #expect(outcomes.map(counts) == ["published: 2 read, 2 loaded, 0 rejected, 0 duplicate"])
            #expect(
                try trial.sql("select code, name_en, number from star.sale join star.shop using (shop_key) order by 1")
                    == "7|Seven|1\n8||2")
            #expect(try trial.sql("select count(*) from store.shop where code = '7'") == "1")
            #expect(
                try trial.sql(
                    "select count(*) from pg_class where relnamespace = 'leaf'::regnamespace and relkind = 'r'") == "1")
            try trial.expectLedgerAgrees()
        }
    }
}
