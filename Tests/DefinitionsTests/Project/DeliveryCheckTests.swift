import Testing

@Suite struct DeliveryCheckTests {
    typealias Fault = ProjectCheckTests.Fault

    private static let claims = ProjectCheckTests.claims
    private static let offices = ProjectCheckTests.offices
    private static let sliced = "slice: { by: month, of: submitted, part: office }"
    private static let unparted = "slice: { by: month, of: submitted }"
    private static let source = #"source: { csv: { path: "in/*.csv" } }"#

    /// A change of the claims' pipeline that adds lines after the one that names the fact.
    private static func adding(_ lines: String, _ expected: String) -> Fault {
        Fault(claims, "load: claim\n", "load: claim\n\(lines)\n", "\(claims):\(expected)")
    }

    /// A change of the claims' source.
    private static func from(_ source: String, _ expected: String) -> Fault {
        Fault(claims, Self.source, source, "\(claims):\(expected)")
    }

    static let senders = [
        Fault(
            claims, "\(source)\n\(sliced)", "source: { csv: { path: \"in/*/claims.csv\" } }\n\(unparted)",
            "\(claims):3:24: error: each folder that `*` stands for is a sender, and the slice does not tell them apart: the file of one would replace the rows of another; add `part: FIELD` to `slice`, the field that tells the senders apart"
        ),
        Fault(
            claims, "\(source)\n\(sliced)", "source: { csv: { path: \"in/office-??/2024/*.csv\" } }\n\(unparted)",
            "\(claims):3:24: error: each folder that `office-??` stands for is a sender, and the slice does not tell them apart: the file of one would replace the rows of another; add `part: FIELD` to `slice`, the field that tells the senders apart"
        ),
        Fault(
            claims, "\(source)\n\(sliced)", "source: { csv: { path: \"in/[ab]/*.csv\" } }\n\(unparted)",
            "\(claims):3:24: error: each folder that `[ab]` stands for is a sender, and the slice does not tell them apart: the file of one would replace the rows of another; add `part: FIELD` to `slice`, the field that tells the senders apart"
        ),
        Fault(
            claims, sliced, "\(unparted)\ncovers: { name: \"{yyyy}-{MM}-{part}.csv\" }",
            "\(claims):5:17: error: `{part}` stands for a part that the slice does not name; add `part: FIELD` to `slice`, the field that tells the senders apart"
        ),
        Fault(
            claims, sliced,
            "\(unparted)\ncontrol: { file: \"{stem}.ctl\", from: a, to: b, part: c }",
            "\(claims):5:54: error: the control file states a part that the slice does not name; add `part: FIELD` to `slice`, the field that tells the senders apart"
        ),
    ]

    @Test("warns of members that come as amendments, since every file of members adds to what is known")
    func warnsOfAmendedMembers() throws {
        var files = soundProject
        files[Self.offices] = files[Self.offices]?.replacing("offices.csv", with: "offices.amend.csv")
        #expect(
            try load(files).diagnostics == [
                "\(Self.offices):3:24: warning: a file of members amends nothing: every one adds to what is known; leave `.amend` out of the names"
            ])
    }

    static let coverage = [
        adding(
            "covers: { name: \"{yyyy}{MM}{dd}.csv\" }",
            "6:17: error: a file of one day cannot speak for a slice of one month; write `slice: { by: day, … }`, or a name that says the month only"
        ),
        Fault(
            claims, sliced, "slice: { by: year, of: submitted, part: office }\ncovers: { name: \"{yyyy}-{q}.csv\" }",
            "\(claims):5:17: error: a file of one quarter cannot speak for a slice of one year; write `slice: { by: quarter, … }`, or a name that says the year only"
        ),
        adding(
            "control: { file: \"{stem}.ctl\", part: a }",
            "6:38: error: a part without a period says too little of what the delivery speaks for; name the columns `from` and `to` too, or add `covers`"
        ),
    ]

    static let places = [
        adding(
            "control: { file: \"{stem}.csv\", rows: n }",
            #"6:18: error: every file of `in/*.csv` has the name of a control file; give control files an ending of their own, as in "{stem}.control.csv""#
        ),
        from(
            "source: { csv: { path: \"in/*.csv\", archive: ./in/ } }",
            "3:45: error: `path` looks for deliveries in the archive `./in/`; name a folder outside of those that `in/*.csv` stands for"
        ),
        from(
            "source: { csv: { path: \"in/*/*.csv\", archive: in/done } }",
            "3:47: error: `path` looks for deliveries in the archive `in/done`; name a folder outside of those that `in/*/*.csv` stands for"
        ),
        from(
            "source: { csv: { path: \"in/*/*.csv\", archive: in } }",
            "3:47: error: `path` looks for deliveries in the archive `in`; name a folder outside of those that `in/*/*.csv` stands for"
        ),
        from(
            "source: { csv: { path: \"in/*.csv\", archive: \"done/*\" } }",
            "3:45: error: `done/*` is a pattern, not a folder; name one folder"),
    ]

    static let totals = [
        Fault(
            claims, "totals: [amount]\n", "control: { file: \"{stem}.ctl\", sums: { amount: A } }\n",
            "\(claims):11:40: error: `amount` is not controlled; add it to `totals`"),
        adding(
            "control: { file: \"{stem}.ctl\", sums: { amonut: A } }",
            "6:40: error: `amonut` is not a measure of fact `claim`; did you mean `amount`?"),
        from(
            "source: { csv: { path: \"in/*.csv\", trailer: { marker: T, sums: { office: 3 } } } }",
            "3:66: error: `office` is not a measure of fact `claim`; there are `amount`"),
        Fault(
            claims, "totals: [amount]\n", "rejects: { money: { amount: 1% } }\n",
            "\(claims):11:21: error: `amount` is not controlled; add it to `totals`"),
        adding(
            "rejects: { money: { amount: 0.505 } }",
            "6:21: error: the limit 0.505 is finer than `amount`, a decimal(14,2); write 2 decimals at most"),
    ]

    static let lists = [
        adding("full: true", "6:7: error: `full` is for dimensions; a fact says with `slice` what is replaced"),
        Fault(
            offices, "load: office\n", "load: office\nfull: true\ncovers: { name: \"{yyyy}-{MM}.csv\" }\n",
            "\(offices):6:17: error: a list of all members speaks for one day; write a name with `{dd}`"),
        Fault(
            offices, "load: office\n", "load: office\nfull: { day: today }\n",
            "\(offices):5:14: error: `today` is not a value of `day`; use one of `stated`, `valid_from`"),
        Fault(
            offices, "  valid_from: { from: day, date: yyyy-MM-dd }", "full: { day: valid_from }",
            "\(offices):9:7: error: its rows state no day; fill `valid_from` under `columns`, or write `full: true`"),
    ]

    static let dimensions = [
        ("covers: { name: \"{yyyy}.csv\" }", "17: error: a dimension has no slices; drop `covers`"),
        ("mode: amend", "1: error: a dimension has no slices; drop `mode`"),
        ("unique: everywhere", "1: error: a dimension has no slices; drop `unique`"),
        ("totals: [kind]", "10: error: a dimension has no measures; drop `totals`"),
        ("control: { file: \"{stem}.ctl\", sums: { kind: A } }", "40: error: a dimension has no measures; drop `kind`"),
        ("rejects: { money: { kind: 1 } }", "21: error: a dimension has no measures; drop `kind`"),
    ].map { Fault(offices, "load: office\n", "load: office\n\($0.0)\n", "\(offices):5:\($0.1)") }

    @Test(
        "names what does not fit, its place and what would be right",
        arguments: senders + coverage + places + totals + lists + dimensions)
    func namesFaults(fault: Fault) throws {
        #expect(try diagnostics(of: fault) == [fault.expected])
    }

    @Test("reports every key of files that a database cannot have")
    func refusesFilesOfDatabases() throws {
        let fault = Fault(
            Self.claims, Self.source,
            """
            source: { postgres: { connection: operations, query: select 1 } }
            covers: { name: "{yyyy}.csv" }
            order: modified
            control: { file: "{stem}.ctl", rows: n }
            """, "")
        #expect(
            try diagnostics(of: fault) == [
                "\(Self.claims):4:1: error: a database delivers no files, of which `covers` speaks; drop `covers`",
                "\(Self.claims):5:1: error: a database delivers no files, of which `order` speaks; drop `order`",
                "\(Self.claims):6:1: error: a database delivers no files, of which `control` speaks; drop `control`",
            ])
    }

    @Test("reports every column of a control file that speaks of slices where there are none")
    func refusesSlicesOfDimensions() throws {
        let fault = Fault(
            Self.offices, "load: office\n",
            "load: office\ncontrol: { file: \"{stem}.ctl\", from: a, to: b, part: c }\n", "")
        #expect(
            try diagnostics(of: fault) == [
                "\(Self.offices):5:38: error: a dimension has no slices; drop `from`",
                "\(Self.offices):5:45: error: a dimension has no slices; drop `to`",
                "\(Self.offices):5:54: error: a dimension has no slices; drop `part`",
            ])
    }

    @Test(
        "accepts what fits",
        arguments: [
            (claims, source, "source: { csv: { path: \"in/*/*.csv\" } }"),
            (claims, source, "source: { csv: { path: \"in/*/*.csv\", archive: done } }"),
            (claims, source, "source: { csv: { path: \"in/*.csv\", archive: in/done } }"),
            (claims, source, "source: { csv: { path: \"in/*.csv\", archive: /in } }"),
            (
                claims, source,
                "source: { csv: { path: \"in/*.csv\", trailer: { marker: T, rows: 2, sums: { amount: 3 } } } }"
            ),
            (claims, sliced, unparted),
            (claims, sliced, sliced + "\ncovers: { name: \"{yyyy}-{MM}-{part}.csv\" }"),
            (claims, sliced, sliced + "\ncovers: { name: \"{yyyy}.csv\" }"),
            (claims, sliced, sliced + "\ncovers: { name: \"{yyyy}.csv\" }\ncontrol: { file: \"{stem}.ctl\", part: a }"),
            (
                claims, sliced,
                sliced + "\ncontrol: { file: \"{stem}.control.csv\", from: a, to: b, part: c, sums: { amount: d } }"
            ),
            (claims, sliced, sliced + "\nmode: amend\nunique: everywhere\norder: modified"),
            (claims, sliced, sliced + "\nrejects: { at_most: [20, 1%], money: { amount: 0.50 } }"),
            (offices, "load: office\n", "load: office\nmode: replace\nunique: slice\norder: modified\n"),
            (offices, "load: office\n", "load: office\ncontrol: { file: \"{stem}.ctl\", rows: n, sha256: h }\n"),
            (offices, "load: office\n", "load: office\nfull: true\n"),
            (offices, "load: office\n", "load: office\nfull: false\n"),
            (offices, "load: office\n", "load: office\nfull: { day: valid_from }\n"),
            (offices, "load: office\n", "load: office\nfull: true\ncovers: { name: \"{yyyy}-{MM}-{dd}.csv\" }\n"),
            (
                offices, "load: office\n",
                "load: office\nfull: true\ncontrol: { file: \"{stem}.ctl\", from: a, to: b }\n"
            ),
            (offices, "path: offices.csv", "path: \"in/*/offices.csv\""),
        ])
    func acceptsSoundProjects(file: String, part: String, replacement: String) throws {
        #expect(try diagnostics(of: Fault(file, part, replacement, "")) == [])
    }

    private func diagnostics(of fault: Fault) throws -> [String] {
        var files = soundProject
        let text = try #require(files[fault.file])
        files[fault.file] = text.replacing(fault.part, with: fault.replacement)
        #expect(files[fault.file] != text)
        return try load(files).diagnostics
    }
}
