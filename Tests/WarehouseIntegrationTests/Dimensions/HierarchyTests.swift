import Definitions
import Pipelines
import Postgres
import Testing

@testable import Warehouse

/// Shops that stand in streets, streets in towns, towns in regions.
@Suite struct HierarchyTests {
    private func project() throws -> [String: String] {
        var files = try salesProject()
        files["warehouse/dimensions/town.yaml"] = """
            dimension: town
            description: { en: Towns, th: เมือง }
            key: [code]
            columns: { code: text, name_en: text, name_th: text, region_en: text, region_th: text }
            members: reference/town.csv
            """
        files["warehouse/reference/town.csv"] = """
            code,name_en,name_th,region_en,region_th
            v,Vienna,เวียนนา,East,ตะวันออก
            b,Bangkok,กรุงเทพ,Centre,กลาง
            x,Nowhere,ที่ไหน,,

            """
        files["warehouse/dimensions/shop.yaml"] = files["warehouse/dimensions/shop.yaml"]?
            .replacing(
                "history: { size: version }",
                with:
                    "history: { size: version, town: version }\nhierarchies: { place: [code, size, town, town.region] }"
            )
        return files
    }

    private func findings(_ trial: Trial) throws -> [String] {
        let project = try trial.project()
        let shop = try #require(project.dimensions["shop"])
        return try HierarchyAudit(project).findings(in: shop, on: Connection(connecting: trial.conninfo)).map(\.text)
    }

    @Test("finds nothing where each stands under one at a time, though it moves")
    func acceptsTrees() throws {
        try Trial.with(try project()) { trial in
            try trial.write(
                shops("7,Seven,first,,,v,2023-01-01", "7,Seven,first,,,b,2024-01-01", "8,Eight,second,,,v,2023-01-01"),
                to: "in/shops.csv")
            #expect(try trial.load("shops").notes == [])
            #expect(try findings(trial) == [])
        }
    }

    @Test("names levels where nothing stands, and members under two at the same time")
    func findsFaults() throws {
        try Trial.with(try project()) { trial in
            try trial.write(
                shops(
                    "7,Seven,first,,,v,2023-01-01", "8,Eight,,,,v,2023-01-01", "9,Nine,second,,,x,2023-01-01",
                    "10,Ten,first,,,b,2024-01-01", "11,Eleven,third,,,,2023-01-01"),
                to: "in/shops.csv")
            let expected = [
                "hierarchy `place`: no `size` above 1 members, such as 8",
                "hierarchy `place`: no `town` above 1 members, such as third",
                "hierarchy `place`: two `town` at the same time above 1 members, such as first (b, v)",
                "hierarchy `place`: no `town.region` above 1 members, such as x",
            ]
            #expect(
                try trial.load("shops").notes
                    == zip([30, 36, 36, 42], expected).map { "warehouse/dimensions/shop.yaml:5:\($0): warning: \($1)" })
            #expect(try findings(trial) == expected)
        }
    }

    @Test("does not take two after each other for two at the same time")
    func tellsTimesApart() throws {
        try Trial.with(try project()) { trial in
            try trial.write(
                shops(
                    "7,Seven,first,,,v,2023-01-01", "7,Seven,other,,,v,2024-01-01", "10,Ten,first,,,b,2024-01-01"),
                to: "in/shops.csv")
            #expect(try trial.load("shops").notes == [])
        }
    }

    @Test("refuses members whose successors lead in a circle, and changes nothing")
    func refusesCircles() throws {
        var files = try salesProject()
        files["warehouse/dimensions/shop.yaml"] = files["warehouse/dimensions/shop.yaml"]?
            .replacing("history: { size: version }", with: "history: { size: version }\nsuccessor: size")
        try Trial.with(files) { trial in
            try trial.write(shops("7,Seven,8,,,v,2023-01-01", "8,Eight,7,,,v,2023-01-01"), to: "in/shops.csv")
            let before = try trial.checksums()
            let outcome = try trial.load("shops")
            #expect(outcome.state == .refused)
            #expect(
                outcome.reason
                    == "the `size` of members of `shop` lead in a circle: 7 → 8 → 7; the last one of them must name none"
            )
            #expect(try trial.checksums() == before)
            try trial.write(shops("7,Seven,8,,,v,2023-01-01", "8,Eight,,,,v,2023-01-01"), to: "in/shops.csv")
            #expect(try trial.load("shops").state == .published)
        }
    }
}
