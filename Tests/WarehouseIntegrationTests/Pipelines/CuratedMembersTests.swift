import Testing
import Warehouse

@Suite struct CuratedMembersTests {
    private let table = "warehouse/reference/town.csv"

    @Test("writes nothing when the table has not changed")
    func isIdempotent() throws {
        try Trial.with(shopProject) { trial in
            let before = try trial.checksums()
            try trial.migrate()
            #expect(try trial.checksums() == before)
        }
    }

    @Test("corrects a name in place and adds a member, keeping keys and what was known")
    func corrects() throws {
        try Trial.with(shopProject) { trial in
            try trial.write("code,name_en,name_th\nv,Wien,เวียนนา\nb,Bangkok,กรุงเทพ\nm,Minsk,มินสก์\n", to: table)
            try trial.migrate()
            #expect(
                try trial.sql("select town_key, code, name_en from star.town where town_key > 0 order by 1")
                    == "1|v|Wien\n2|b|Bangkok\n3|m|Minsk")
            #expect(
                try trial.sql("select name_en from store.town where town_key = 1 order by known_from") == "Vienna\nWien"
            )
        }
    }

    @Test(
        "refuses values that the database would write differently, with their place",
        arguments: [
            ("integer", "007", "`size`: `007` is no whole number"),
            ("integer", "+5", "`size`: `+5` is no whole number"),
            ("integer", "x", "`size`: `x` is no whole number"),
            ("date", "2024-02-30", "`size`: `2024-02-30` is no day; write it as 2024-12-31"),
            ("boolean", "yes", "`size`: `yes` is not t or f"),
            ("\"decimal(8,2)\"", "5", "`size`: `5` must be written with 2 decimals"),
            ("\"decimal(8,2)\"", "05.00", "`size`: `05.00` must be written with 2 decimals"),
            ("\"decimal(8,2)\"", "a.bc", "`size`: `a.bc` must be written with 2 decimals"),
            ("\"decimal(8,2)\"", "-0.00", "`size`: `-0.00` must be written with 2 decimals"),
        ])
    func refusesValues(type: String, value: String, message: String) throws {
        try Trial.with(shopProject) { trial in
            try trial.edit("warehouse/dimensions/town.yaml", "name_th: text", "name_th: text, size: \(type)")
            try trial.write("code,name_en,name_th,size\nv,Vienna,เวียนนา,\nb,Bangkok,กรุงเทพ,\(value)\n", to: table)
            let error = try #require(throws: ReferenceMemberError.self) { try trial.migrate() }
            #expect(error.description == "\(table):3:1: error: \(message)")
        }
    }

    @Test(
        "accepts values as the database writes them, and finds them unchanged",
        arguments: [
            ("integer", "-7"), ("bigint", "9223372036854775807"), ("date", "2024-02-29"), ("boolean", "t"),
            ("\"decimal(8,2)\"", "-0.50"),
            ("\"decimal(8,0)\"", "12"), ("text", "007"),
        ])
    func acceptsValues(type: String, value: String) throws {
        try Trial.with(shopProject) { trial in
            try trial.edit("warehouse/dimensions/town.yaml", "name_th: text", "name_th: text, size: \(type)")
            try trial.write("code,name_en,name_th,size\nv,Vienna,เวียนนา,\nb,Bangkok,กรุงเทพ,\(value)\n", to: table)
            try trial.migrate()
            #expect(try trial.sql("select size from star.town where code = 'b'") == value)
            let before = try trial.checksums()
            try trial.migrate()
            #expect(try trial.checksums() == before)
        }
    }
}
