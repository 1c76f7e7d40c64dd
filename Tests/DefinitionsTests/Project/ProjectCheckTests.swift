import Foundation
import Testing

@Suite struct ProjectCheckTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let file: String
        let part: String
        let replacement: String
        let expected: String
        var testDescription: String { expected }

        init(_ file: String, _ part: String, _ replacement: String, _ expected: String) {
            self.file = file
            self.part = part
            self.replacement = replacement
            self.expected = expected
        }
    }

    static let claims = "pipelines/claims.yaml"
    static let offices = "pipelines/offices.yaml"
    static let office = "warehouse/dimensions/office.yaml"
    static let claim = "warehouse/facts/claim.yaml"

    static let faults = [
        Fault(
            claims, "load: claim", "load: clam",
            "\(claims):5:7: error: there is no fact or dimension `clam`; did you mean `claim`?"),
        Fault(
            claims, "  amount: {", "  amonut: {",
            "\(claims):10:3: error: fact `claim` has no field `amonut`; did you mean `amount`?"),
        Fault(
            claims, "  person: { from: id, pseudonym_of: thai_citizen_id }\n", "",
            "\(claims):1:1: error: pipeline `claims` does not fill `person`; add it under `columns`, or declare it optional in the fact"
        ),
        Fault(
            claims, "  submitted: { from: day, date: yyyy-MM-dd }", "  submitted: { from: day }",
            "\(claims):7:3: error: `submitted` is a day without a form; add `date: yyyy-MM-dd` as the source writes it"
        ),
        Fault(
            claims, ", lookup: office.code, not_found: infer", "",
            "\(claims):8:3: error: `office` is a member of dimension `office`; add `lookup: office.code`"),
        Fault(
            claims, "lookup: office.code", "lookup: province.code",
            "\(claims):8:35: error: `office` belongs to dimension `office`; look it up there"),
        Fault(
            claims, "lookup: office.code", "lookup: office.cod",
            "\(claims):8:35: error: dimension `office` has no column `cod`; did you mean `code`?"),
        Fault(
            claims, "lookup: office.code", "lookup: office.kind",
            "\(claims):8:35: error: a member cannot be inferred from `kind`; look it up by the dimension's key"
        ),
        Fault(
            claims, "from: office, lookup: office.code", "from: [office, branch], lookup: office",
            "\(claims):8:45: error: the key of `office` has 1 columns, `from` has 2; give them in the order code"
        ),
        Fault(
            claims, ", pseudonym_of: thai_citizen_id", "",
            "\(claims):9:3: error: `person` is a pseudonym and has no `pseudonym_of`; a pseudonym and only a pseudonym is made of a personal identifier"
        ),
        Fault(
            "uptake.yaml", "pseudonym_key: { file: key }\n", "",
            "\(claims):9:3: error: `person` is a pseudonym, and the project has no key; declare `pseudonym_key: { file: … }` in uptake.yaml"
        ),
        Fault(
            claims, "of: submitted", "of: office",
            "\(claims):4:25: error: `office` is not a calendar role of the fact; a slice is a period of such a role"
        ),
        Fault(
            claims, "of: submitted", "of: decided",
            "\(claims):4:25: error: a row may lack `decided`; a slice is a period of a role that every row has"
        ),
        Fault(
            claims, "part: office", "part: branch",
            "\(claims):4:42: error: `branch` is not a field read from one source column; name a field that tells the senders apart"
        ),
        Fault(
            claims, "slice: { by: month, of: submitted, part: office }\n", "",
            "\(claims):1:1: error: pipeline `claims` does not say what a later delivery replaces; add `slice: { by: month, of: submitted }`"
        ),
        Fault(
            claims, "totals: [amount]", "totals: [office]",
            "\(claims):11:10: error: `office` is not a measure of fact `claim`; there are `amount`"),
        Fault(
            claims, "order: [submitted, decided]", "order: [submitted, office]",
            "\(claims):13:26: error: `office` is not a day of fact `claim`"),
        Fault(
            claims, "in: opening", "in: openings",
            "\(claims):14:34: error: there is no table `warehouse/reference/openings.csv`; did you mean `opening`?"
        ),
        Fault(
            "warehouse/reference/opening.csv", "opened_on", "opened",
            "\(claims):14:34: error: table `opening` has no column `opened_on`; it has office, opened"),
        Fault(
            claims, "csv: { path: \"in/*.csv\" }", "postgres: { connection: ops, query: select 1 }",
            "\(claims):3:35: error: there is no connection `ops`; declare it under `connections:` in uptake.yaml"
        ),
        Fault(
            offices, "  code: { from: code }\n", "",
            "\(offices):1:1: error: pipeline `offices` does not fill the key column `code`"),
        Fault(
            offices, "kind: { from: kind }", "knid: { from: kind }",
            "\(offices):7:3: error: dimension `office` has no column `knid`; did you mean `kind`?"),
        Fault(
            offices, "load: office", "load: office\nslice: { by: month, of: submitted }",
            "\(offices):5:25: error: a dimension has no slices; drop `slice`"),
        Fault(
            offices, ", date: yyyy-MM-dd", "",
            "\(offices):9:3: error: `valid_from` is a day without a form; add `date: yyyy-MM-dd` as the source writes it"
        ),
        Fault(
            offices, "load: office", "load: province",
            "\(offices):4:7: error: dimension `province` has its members from `reference/province.csv` already; feed it by the file or by a pipeline, never by both"
        ),
        Fault(
            offices, "load: office", "load: date",
            "\(offices):4:7: error: `date` is filled by the engine itself"),
        Fault(
            office, "references: province", "references: provinze",
            "\(office):5:60: error: there is no dimension `provinze`; did you mean `province`?"),
        Fault(
            office, "references: province", "references: office",
            "\(office):5:60: error: `office` cannot be referenced from a dimension; reference another dimension with a key of one column and without versions"
        ),
        Fault(
            "warehouse/dimensions/province.yaml", "reference/province.csv", "reference/provinces.csv",
            "warehouse/dimensions/province.yaml:5:10: error: there is no table `reference/provinces.csv` in `warehouse/`; write it as `reference/NAME.csv`"
        ),
        Fault(
            "warehouse/reference/province.csv", "10,Bangkok", "10,Bangkok\n10,Krung Thep",
            "warehouse/reference/province.csv:3:1: error: the member `10` is on line 2 already"),
        Fault(
            "warehouse/reference/province.csv", "name_en", "name_th",
            "warehouse/reference/province.csv:1:1: error: column `name_en` of dimension `province` is missing"
        ),
        Fault(
            claim, "office: office", "office: ofice",
            "\(claim):6:86: error: there is no dimension `ofice`; did you mean `office`?"),
        Fault(
            claim, "event: submitted", "event: decided",
            "\(claim):5:8: error: `event` names `decided`, which is no required calendar role; name a role of a calendar dimension that every row has"
        ),
        Fault(
            claim, "unit: coin", "unit: coins",
            "\(claim):8:52: error: there is no unit `coins`; declare it under `units:` in uptake.yaml"),
    ]

    @Test("names what does not fit, its place and what would be right", arguments: faults)
    func namesFaults(fault: Fault) throws {
        var files = soundProject
        let text = try #require(files[fault.file])
        files[fault.file] = text.replacing(fault.part, with: fault.replacement)
        #expect(files[fault.file] != text)
        let (project, diagnostics) = try load(files)
        #expect(project == nil)
        #expect(diagnostics.contains(fault.expected), "\(diagnostics)")
    }

    @Test("reports faults of all files at once, in the order of their places")
    func reportsAllFaults() throws {
        var files = soundProject
        files[Self.claims] = files[Self.claims]?.replacing("totals: [amount]", with: "totals: [office]")
            .replacing("of: submitted", with: "of: office")
        files[Self.office] = files[Self.office]?.replacing(
            "references: province", with: "references: provinze")
        let diagnostics = try load(files).diagnostics
        #expect(diagnostics.count > 3)
        #expect(diagnostics.first?.hasPrefix("\(Self.claims):4:25: error") == true)
        #expect(diagnostics.last?.hasPrefix(Self.office) == true)
    }

    @Test("reports dimensions that reference each other in a circle")
    func reportsCircles() throws {
        var files = soundProject
        files["warehouse/dimensions/province.yaml"] = files["warehouse/dimensions/province.yaml"]?
            .replacing("name_en: text", with: "name_en: text, region: { references: region }")
        files["warehouse/reference/province.csv"] = "code,name_en,region\n10,Bangkok,c\n"
        files["warehouse/dimensions/region.yaml"] = """
            dimension: region
            description: { en: Regions, th: ภาค }
            key: [code]
            columns: { code: text, capital: { references: province } }
            members: reference/region.csv
            """
        files["warehouse/reference/region.csv"] = "code,capital\nc,10\n"
        let diagnostics = try load(files).diagnostics
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.hasSuffix("references itself in a circle") == true)
    }
}
