import Definitions
import Testing

@testable import Warehouse

@Suite struct TableShapeTests {
    @Test("creates a dimension's table with validity, knowledge and an index on its key")
    func createsDimensions() throws {
        let dimension = try #require(
            DimensionDefinition(
                try node(
                    """
                    dimension: office
                    description: { en: Offices, th: สำนักงาน }
                    key: [code]
                    history: { kind: version }
                    columns:
                      code: { type: text, description: { en: Code, th: รหัส } }
                      kind_of_office: text
                      staff: integer
                      province: { references: province }
                    """)))
        let shape = TableShape.of(dimension)
        #expect(
            shape.creation == [
                """
                create table store."office" (
                    "office_key" integer not null,
                    "code" text,
                    "kind_of_office" text,
                    "staff" integer,
                    "province_key" integer,
                    "valid_from" date not null,
                    "valid_to" date not null,
                    "known_from" timestamp with time zone not null,
                    "known_to" timestamp with time zone not null,
                    "inferred" boolean not null,
                    primary key ("office_key", "known_from")
                )
                """,
                #"create index on store."office" ("code")"#,
            ])
        #expect(
            shape.comments.prefix(5) == [
                #"comment on table store."office" is 'Offices · สำนักงาน'"#,
                #"comment on column store."office"."office_key" is 'Surrogate key'"#,
                #"comment on column store."office"."code" is 'Code · รหัส'"#,
                #"comment on column store."office"."kind_of_office" is 'kind of office'"#,
                #"comment on column store."office"."staff" is 'staff'"#,
            ])
        #expect(shape.comments.count == 1 + shape.columns.count)
    }

    @Test("creates a fact's table partitioned by load, with lineage first and no constraint but what must be there")
    func createsFacts() throws {
        let fact = try #require(
            FactDefinition(
                try node(
                    """
                    fact: claim
                    description: { en: Members' claims, th: คำขอ }
                    grain: [person]
                    distribute_by: person
                    event: submitted
                    dimensions: { submitted: date, decided: { dimension: date, optional: true } }
                    columns: { person: pseudonym, logged: timestamp, number: text, urgent: boolean, born: date }
                    measures:
                      amount: { type: "decimal(14,2)", unit: coin, adds_over: [time, members] }
                      days: { type: bigint, unit: day, adds_over: [time] }
                    """)))
        let shape = TableShape.of(fact)
        #expect(
            shape.creation == [
                """
                create table store."claim" (
                    "slice_key" integer not null,
                    "version_key" integer not null,
                    "delivery_key" integer not null,
                    "line" integer not null,
                    "submitted_key" integer not null,
                    "decided_key" integer not null,
                    "person" uuid,
                    "logged" timestamp without time zone,
                    "number" text,
                    "urgent" boolean,
                    "born" date,
                    "amount" numeric(14,2),
                    "days" bigint
                ) partition by list ("version_key")
                """
            ])
        #expect(shape.comments.first == "comment on table store.\"claim\" is 'Members'' claims · คำขอ'")
        #expect(shape.comments.last == "comment on column store.\"claim\".\"days\" is 'days [day]'")
    }

    private func node(_ text: String) throws -> YAMLNode {
        try #require(YAMLNode.parse(text, file: "test.yaml", collector: DiagnosticCollector()))
    }
}
