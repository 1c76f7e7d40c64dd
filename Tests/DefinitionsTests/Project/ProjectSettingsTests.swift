import Testing

@testable import Definitions

@Suite struct ProjectSettingsTests {
    private let base = """
        project: trial
        title: { en: Trial, th: ทดลอง }
        organisation: { en: Nobody, th: ไม่มี }
        time_zone: Asia/Bangkok

        """

    @Test(
        "reads how long retired rows are kept",
        arguments: [
            ("", 3, 400), ("retention: { versions: 1, days: 30 }", 1, 30), ("retention: { days: 30 }", 3, 30),
            ("retention: { versions: 0 }", 0, 400),
        ])
    func readsRetention(text: String, versions: Int, days: Int) throws {
        let (definition, diagnostics) = read(base + text) { ProjectSettings($0) }
        #expect(diagnostics.isEmpty)
        #expect(try #require(definition).retention == ProjectSettings.Retention(versions: versions, days: days))
    }

    @Test(
        "says what is wrong",
        arguments: [
            ("retention: 3", "5:12: error: `retention` must be a mapping (key: value)"),
            ("retention: { versions: -1 }", "5:24: error: `versions` is -1; write 0 or more"),
            ("retention: { days: 1 year }", "5:20: error: `days` must be a whole number"),
            ("retention: { day: 30 }", "5:14: error: unknown key `day`; did you mean `days`?"),
        ])
    func namesErrors(text: String, expected: String) {
        #expect(read(base + text) { ProjectSettings($0) }.diagnostics == ["test.yaml:\(expected)"])
    }
}
