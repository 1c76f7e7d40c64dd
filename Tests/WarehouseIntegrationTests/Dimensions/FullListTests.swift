import Periods
import Pipelines
import Testing

/// Feeds whose deliveries name all members of a dimension.
@Suite struct FullListTests {
    private static let members = """
        select string_agg(code || ' ' || coalesce(size, '-') || ' ' || valid_from || ' ' || valid_to, ', '
            order by code, valid_from)
        from star.shop where shop_key > 0 and valid_from < valid_to
        """

    /// The project of shops, whose feed of shops is changed as a test needs it; the trial's today is 2024-08-22.
    private func project(_ full: String, path: String = "in/shops.csv", _ more: String = "") throws -> [String: String]
    {
        var files = try salesProject()
        let feed = try #require(files["pipelines/shops.yaml"])
        files["pipelines/shops.yaml"] = feed.replacing("load: shop", with: "load: shop\nfull: \(full)\n\(more)")
            .replacing("in/shops.csv", with: path)
        files["in/shops.csv"] = nil
        return files
    }

    @Test("end members that a list leaves out on the day of the run, and open them again when they return")
    func closesOnTheDayOfTheRun() throws {
        try Trial.with(try project("true")) { trial in
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "8,Eight,small,,,v,2023-01-01", "9,Nine,big,,,v,2023-01-01"),
                to: "in/shops.csv")
            #expect(try trial.load("shops").notes == [])
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "9,Nine,big,,,v,2023-01-01"), to: "in/shops.csv")
            #expect(try trial.load("shops").notes == ["members that it does not name, and that end on 2024-08-22: 1"])
            #expect(
                try trial.sql(Self.members)
                    == "7 small 2023-01-01 infinity, 8 small 2023-01-01 2024-08-22, 9 big 2023-01-01 infinity")
            // The gap is a gap.
            trial.today = trial.today.adding(days: 10)
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "8,Eight,small,,,v,2023-01-01", "9,Nine,big,,,v,2023-01-01"),
                to: "in/shops.csv")
            #expect(try trial.load("shops").notes == [])
            #expect(
                try trial.sql(Self.members)
                    == "7 small 2023-01-01 infinity, 8 small 2023-01-01 2024-08-22, 8 small 2024-09-01 infinity, 9 big 2023-01-01 infinity"
            )
            try trial.write(sales("1,2024-08-21,,8,,1", "2,2024-08-25,,8,,2", "3,2024-09-01,,8,,4"), to: "in/sales.csv")
            try trial.run("sales")
            #expect(try trial.sql(RekeyingTests.sizes) == "1 small, 2 - inferred, 3 small")
        }
    }

    @Test("speak of the day that the file's name states, in whatever order they arrive")
    func closesOnTheStatedDay() throws {
        let files = try project(
            "true", path: "in/shops-*.csv", "covers: { name: \"shops-{yyyy}-{MM}-{dd}.csv\" }")
        let lists = [
            "2024-01-01": shops("7,Seven,small,,,v,", "8,Eight,small,,,v,", "9,Nine,small,,,v,"),
            "2024-02-01": shops("7,Seven,small,,,v,", "9,Nine,small,,,v,"),
            "2024-03-01": shops("7,Seven,small,,,v,", "8,Eight,small,,,v,"),
        ]
        let expected =
            "7 small -infinity infinity, 8 small -infinity 2024-02-01, 8 small 2024-03-01 infinity, 9 small -infinity 2024-03-01"
        for order in [["2024-01-01", "2024-02-01", "2024-03-01"], ["2024-01-01", "2024-03-01", "2024-02-01"]] {
            try expectMembers(expected, after: lists, in: order, files)
        }
    }

    private func expectMembers(
        _ expected: String, after lists: [String: String], in order: [String], _ files: [String: String]
    ) throws {
        try Trial.with(files) { trial in
            for day in order {
                try trial.write(try #require(lists[day]), to: "in/shops-\(day).csv")
                try trial.run("shops")
            }
            #expect(try trial.sql(Self.members) == expected, "\(order)")
        }
    }

    @Test(
        "may be older than the one that was the first so far, of whose members nothing is known before its day then",
        arguments: [
            ["2024-01-01", "2024-02-01", "2024-03-01"], ["2024-02-01", "2024-01-01", "2024-03-01"],
            ["2024-03-01", "2024-02-01", "2024-01-01"], ["2024-02-01", "2024-03-01", "2024-01-01"],
            ["2024-03-01", "2024-01-01", "2024-02-01"],
        ])
    func takesOlderLists(order: [String]) throws {
        let files = try project(
            "true", path: "in/shops-*.csv", "covers: { name: \"shops-{yyyy}-{MM}-{dd}.csv\" }")
        let lists = [
            "2024-01-01": shops("6,Six,small,,,v,", "7,Seven,small,,,v,", "8,Eight,small,,,v,"),
            "2024-02-01": shops("7,Seven,big,,,v,", "8,Eight,small,,,v,", "9,Nine,small,,,v,"),
            "2024-03-01": shops("7,Seven,big,,,v,", "8,Eight,small,,,v,", "9,Nine,small,,,v,"),
        ]
        try expectMembers(
            "6 small -infinity 2024-02-01, 7 small -infinity 2024-02-01, 7 big 2024-02-01 infinity, 8 small -infinity infinity, 9 small 2024-02-01 infinity",
            after: lists, in: order, files)
    }

    @Test("may state their day in every row, which is then the same in all of them")
    func closesOnTheDayOfTheRows() throws {
        try Trial.with(try project("{ day: valid_from }")) { trial in
            try trial.write(
                shops("7,Seven,small,,,v,2024-01-01", "8,Eight,small,,,v,2024-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(shops("7,Seven,small,,,v,2024-02-01"), to: "in/shops.csv")
            #expect(try trial.load("shops").notes == ["members that it does not name, and that end on 2024-02-01: 1"])
            #expect(
                try trial.sql(Self.members) == "7 small 2024-01-01 infinity, 8 small 2024-01-01 2024-02-01")
            try trial.write(
                shops("7,Seven,small,,,v,2024-02-01", "8,Eight,small,,,v,2024-01-01"), to: "in/shops.csv")
            #expect(
                try trial.load("shops").reason
                    == "its rows state 2 different days as `valid_from`; `full: { day: valid_from }` asks for the same one in all of them"
            )
        }
    }

    @Test("are held back when they would end over half of the members")
    func holdsBack() throws {
        try Trial.with(try project("true")) { trial in
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "8,Eight,small,,,v,2023-01-01", "9,Nine,big,,,v,2023-01-01"),
                to: "in/shops.csv")
            try trial.run("shops")
            let before = try trial.checksums()
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            let outcome = try trial.load("shops")
            #expect(outcome.state == .refused)
            #expect(
                outcome.reason
                    == "it does not name 2 of the 3 members that were there on 2024-08-22, and would close them; if that is right, run again with --accept"
            )
            #expect(try trial.checksums() == before)
            #expect(try trial.load("shops", accept: true).state == .published)
            #expect(
                try trial.sql(Self.members)
                    == "7 small 2023-01-01 infinity, 8 small 2023-01-01 2024-08-22, 9 big 2023-01-01 2024-08-22")
        }
    }

    @Test("end nobody whose row was refused, and nobody at all when a refused row names none")
    func sparesRefusedRows() throws {
        try Trial.with(try project("true")) { trial in
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "8,Eight,small,,,v,2023-01-01", "9,Nine,big,,,v,2023-01-01"),
                to: "in/shops.csv")
            try trial.run("shops")
            let before = try trial.sql(Self.members)
            try trial.write(
                shops(
                    "7,Seven,small,,,v,2023-01-01", "8,Eight,small,,,nowhere,2023-01-01", "9,Nine,big,,,v,2023-01-01"),
                to: "in/shops.csv")
            #expect(counts(try trial.load("shops")) == "published: 3 read, 2 loaded, 1 rejected, 0 duplicate")
            #expect(try trial.sql(Self.members) == before)
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", ",,,,,v,2023-01-01"), to: "in/shops.csv")
            #expect(
                try trial.load("shops").notes == [
                    "no member was ended, since refused rows do not tell which members they mean: 1"
                ])
            #expect(try trial.sql(Self.members) == before)
        }
    }

    @Test("end nobody by a file of corrected rows")
    func sparesByCorrections() throws {
        try Trial.with(try project("true", path: "in/shops*.csv")) { trial in
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "8,Eight,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(shops("8,Eight,large,,,v,2024-01-01"), to: "in/shops.amend.csv")
            let outcomes = try trial.run("shops")
            #expect(states(outcomes).sorted() == ["shops.amend.csv published", "shops.csv unchanged"])
            #expect(
                try trial.sql(Self.members)
                    == "7 small 2023-01-01 infinity, 8 small 2023-01-01 2024-01-01, 8 large 2024-01-01 infinity")
        }
    }

    @Test("leave rows that lie after the end of their member as the pipeline would look them up")
    func asksNotFound() throws {
        try Trial.with(try project("true")) { trial in
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "8,Eight,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(sales("1,2024-08-21,,8,,1", "2,2024-08-23,,8,,2"), to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            #expect(
                try trial.load("shops").notes == [
                    "members that it does not name, and that end on 2024-08-22: 1",
                    "sale: 1 keys in 1 slices re-keyed as of their rows' days",
                ])
            #expect(try trial.sql(RekeyingTests.sizes) == "1 small, 2 - inferred")
        }
        var files = try project("true")
        files["pipelines/sales.yaml"] = files["pipelines/sales.yaml"]?.replacing(", not_found: infer", with: "")
        try Trial.with(files) { trial in
            try trial.write(
                shops("7,Seven,small,,,v,2023-01-01", "8,Eight,small,,,v,2023-01-01"), to: "in/shops.csv")
            try trial.run("shops")
            try trial.write(sales("1,2024-08-21,,8,,1", "2,2024-08-23,,8,,2"), to: "in/sales.csv")
            try trial.run("sales")
            try trial.write(shops("7,Seven,small,,,v,2023-01-01"), to: "in/shops.csv")
            #expect(
                try trial.load("shops").notes == [
                    "members that it does not name, and that end on 2024-08-22: 1",
                    "sale: 1 keys lead to members that do not exist on their rows' days, and stay: the pipeline would reject these rows now",
                ])
            #expect(try trial.sql(RekeyingTests.sizes) == "1 small, 2 small")
        }
    }
}
