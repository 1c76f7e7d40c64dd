import Testing

@testable import Definitions

@Suite struct YAMLMappingTests {
    private struct Trial {
        enum Colour: String, CaseIterable { case red, green }

        let name: Located<String>?
        let count: Located<Int>?
        let colour: Colour?
        let words: [Located<String>]?

        init?(_ node: YAMLNode) {
            guard var mapping = node.mapping("trial") else { return nil }
            name = mapping.string("name")
            count = mapping.optionalInteger("count")
            colour = mapping.choice("colour", of: Colour.self)
            words = mapping.optionalStrings("words")
            _ = mapping.optionalBoolean("flag")
            _ = mapping.optionalSequence("list")
            _ = mapping.optionalMapping("map")
            _ = mapping.optionalText("label")
            mapping.rejectUnreadKeys()
        }
    }

    @Test("reads values together with their places")
    func readsPlaces() throws {
        let (trial, diagnostics) = read(
            "name: ก ข\ncount: 3\ncolour: green\nwords: [a, b]\nflag: yes\n", Trial.init)
        #expect(diagnostics.isEmpty)
        let read = try #require(trial)
        #expect(read.name?.value == "ก ข")
        #expect(read.name?.location.description == "test.yaml:1:7")
        #expect(read.count?.value == 3)
        #expect(read.colour == .green)
        #expect(read.words?.map(\.value) == ["a", "b"])
        #expect(read.words?.map(\.location.column) == [9, 12])
    }

    @Test("takes one text for a list of one")
    func readsSingleTexts() {
        #expect(read("{ name: a, words: b }", Trial.init).definition?.words?.map(\.value) == ["b"])
    }

    @Test(
        "says what is wrong and what would be right, at its line and column",
        arguments: [
            ("count: 3", ["test.yaml:1:1: error: missing key `name`; add `name:`"]),
            ("name: a\ncuont: 3", ["test.yaml:2:1: error: unknown key `cuont`; did you mean `count`?"]),
            (
                "name: a\nwhatever: 3",
                [
                    "test.yaml:2:1: error: unknown key `whatever`; expected one of `colour`, `count`, `flag`, `label`, `list`, `map`, `name`, `words`"
                ]
            ),
            ("name: [a]", ["test.yaml:1:7: error: `name` must be a text"]),
            ("name: a\ncount: many", ["test.yaml:2:8: error: `count` must be a whole number"]),
            ("name: a\ncount: 1.5", ["test.yaml:2:8: error: `count` must be a whole number"]),
            ("name: a\nflag: perhaps", ["test.yaml:2:7: error: `flag` must be true or false"]),
            ("name: a\nlist: b", ["test.yaml:2:7: error: `list` must be a list"]),
            ("name: a\nmap: [b]", ["test.yaml:2:6: error: `map` must be a mapping (key: value)"]),
            (
                "name: a\ncolour: blue",
                ["test.yaml:2:9: error: `blue` is not a value of `colour`; use one of `red`, `green`"]
            ),
            ("name: a\nlabel: { en: b }", ["test.yaml:2:8: error: missing key `th`; add `th:`"]),
            ("name: a\nwords: [b, { c: d }]", ["test.yaml:2:12: error: `words` must be a text"]),
            ("- a", ["test.yaml:1:1: error: `trial` must be a mapping (key: value)"]),
            ("", ["test.yaml:1:1: error: the file is empty; write a definition or remove the file"]),
            // Everything at once, in the order of the lines.
            (
                "colour: blue\ncuont: 3",
                [
                    "test.yaml:1:1: error: missing key `name`; add `name:`",
                    "test.yaml:1:9: error: `blue` is not a value of `colour`; use one of `red`, `green`",
                    "test.yaml:2:1: error: unknown key `cuont`; did you mean `count`?",
                ]
            ),
        ])
    func namesErrors(text: String, expected: [String]) {
        #expect(read(text, Trial.init).diagnostics == expected)
    }

    @Test("names the place of what is not YAML")
    func namesSyntaxErrors() throws {
        let diagnostics = read("name: a\ncount: [1, 2\n", Trial.init).diagnostics
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.hasPrefix("test.yaml:3:1: error: YAML syntax: ") == true)
    }

    @Test("names keys that are written twice")
    func namesDoubleKeys() {
        let diagnostics = read("name: a\ncount: 1\nname: b\n", Trial.init).diagnostics
        #expect(diagnostics == ["test.yaml:1:1: error: keys written twice: `name`; keep one of each"])
    }

    @Test("reports each thing once")
    func reportsOnce() {
        let collector = DiagnosticCollector()
        let place = SourceLocation(file: "a.yaml", line: 1, column: 1)
        collector.error(at: place, "wrong")
        collector.error(at: place, "wrong")
        collector.warning(at: place, "odd")
        #expect(
            collector.sorted.map(\.description) == ["a.yaml:1:1: warning: odd", "a.yaml:1:1: error: wrong"])
        #expect(collector.hasErrors)
    }
}
