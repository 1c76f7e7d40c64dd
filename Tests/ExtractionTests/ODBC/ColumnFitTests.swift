import ODBC
import Testing

@testable import Definitions
@testable import Extraction

@Suite struct ColumnFitTests {
    private let place = SourceLocation(file: "pipelines/trial.yaml", line: 9, column: 5)

    private func demand(_ use: ColumnDemand.Use, form: String? = nil, isMapped: Bool = false) -> ColumnDemand {
        ColumnDemand(
            column: Located("c", at: place), target: "field", use: use, form: form.map { Located($0, at: place) },
            isMapped: isMapped)
    }

    private func fit(movesMoments: Bool = false, system: DatabaseSystem = .mariaDB) throws -> ColumnFit {
        let collector = DiagnosticCollector()
        let node = try #require(
            YAMLNode.parse("{ connection: till, query: select 1 }", file: "pipelines/trial.yaml", collector: collector))
        return ColumnFit(
            try #require(DatabaseSourceDefinition(node, "odbc")), movesMoments: movesMoments, system: system)
    }

    private func fits(_ type: ODBCType, _ demand: ColumnDemand) throws -> Bool {
        try fit().objections(to: [ODBCColumn(name: "c", type: type)], [demand]).isEmpty
    }

    private static let text = ODBCType.text(characters: 10, isPadded: false)
    private static let types: [ODBCType] = [
        .integer, .decimal(precision: 10, scale: 0), .decimal(precision: 10, scale: 2),
        .decimal(precision: 10, scale: 3),
        .boolean, text, .date, .timestamp, .time, .guid, .floating, .binary, .other(-155),
    ]

    /// Which of the types above may fill what, one letter each.
    @Test(
        "knows what can fit",
        arguments: [
            (.value(.integer), nil, "yynnyynnnnnnn"), (.value(.bigint), nil, "yynnyynnnnnnn"),
            (.value(.decimal(precision: 12, scale: 2)), nil, "yyynnynnnnnnn"),
            (.value(.boolean), nil, "yynnyynnnnnnn"), (.value(.text), nil, "yyyyyyyyyynnn"),
            (.value(.date), "yyyy-MM-dd", "yynnnyynnnnnn"), (.value(.date), "yyyy-MM-dd HH:mm:ss", "yynnnynynnnnn"),
            (.value(.timestamp), "yyyy-MM-dd HH:mm:ss", "yynnnynynnnnn"), (.day, "yyyy-MM-dd", "yynnnyynnnnnn"),
            (.day, "yyyyMMdd", "yynnnynnnnnnn"), (.key, nil, "yynnyyyyyynnn"), (.identifier, nil, "yynnnynnnnnnn"),
        ] as [(ColumnDemand.Use, String?, String)])
    func knowsFits(use: ColumnDemand.Use, form: String?, expected: String) throws {
        let found = try Self.types.map { try fits($0, demand(use, form: form)) ? "y" : "n" }.joined()
        #expect(found == expected)
    }

    @Test("says where, what and what to do")
    func says() throws {
        let amount = demand(.value(.decimal(precision: 12, scale: 2)))
        #expect(
            try fit().objections(to: [ODBCColumn(name: "c", type: .floating)], [amount]) == [
                ColumnFit.Objection(
                    location: place, message: "column `c` is a binary floating-point number, and `field` must be exact",
                    remedy: "cast it in the query to a decimal, such as `cast(c as decimal(18,2))`")
            ])
        #expect(
            try fit().objections(to: [ODBCColumn(name: "C", type: .integer)], [amount]).map(\.message)
                == ["the query has no column `c`"])
        let twice = [ODBCColumn(name: "c", type: .integer), ODBCColumn(name: "c", type: .integer)]
        #expect(try fit().objections(to: twice, [amount]).map(\.message) == ["the query has 2 columns `c`"])
    }

    @Test("lets columns whose spellings are replaced be anything but inexact")
    func letsMapped() throws {
        #expect(try fits(.integer, demand(.day, isMapped: true)))
        #expect(try !fits(.floating, demand(.key, isMapped: true)))
    }

    @Test("refuses to move moments that are only texts")
    func refusesLooseMoments() throws {
        let column = [ODBCColumn(name: "c", type: .timestamp)]
        let moment = demand(.value(.timestamp), form: "dd/MM/yyyy")
        #expect(try fit(movesMoments: true, system: .sqlite).objections(to: column, [moment]).count == 1)
        #expect(try fit(system: .sqlite).objections(to: column, [moment]).isEmpty)
    }
}
