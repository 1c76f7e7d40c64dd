import Definitions
import Foundation
import TestSupport

/// A sound project of one fact, four dimensions and two pipelines, whose files a test replaces.
let soundProject = [
    "uptake.yaml": """
    project: trial
    title: { en: Trial, th: ทดลอง }
    organisation: { en: Nobody, th: ไม่มี }
    time_zone: Asia/Bangkok
    pseudonym_key: { file: key }
    connections:
      operations: { environment: TRIAL_URL }
    units:
      coin: { en: coins, th: เหรียญ }
    """,
    "warehouse/dimensions/date.yaml": """
    dimension: date
    description: { en: Days, th: วัน }
    calendar: { from: 2020, to: 2030 }
    """,
    "warehouse/dimensions/office.yaml": """
    dimension: office
    description: { en: Offices, th: สำนักงาน }
    key: [code]
    history: { kind: version }
    columns: { code: text, kind: text, province: { references: province } }
    """,
    "warehouse/dimensions/province.yaml": """
    dimension: province
    description: { en: Provinces, th: จังหวัด }
    key: [code]
    columns: { code: text, name_en: text }
    members: reference/province.csv
    """,
    "warehouse/reference/province.csv": "code,name_en\n10,Bangkok\n",
    "warehouse/reference/opening.csv": "office,opened_on\n1,2024-01-01\n",
    "warehouse/facts/claim.yaml": """
    fact: claim
    description: { en: Claims, th: คำขอ }
    grain: [person]
    distribute_by: person
    event: submitted
    dimensions: { submitted: date, decided: { dimension: date, optional: true }, office: office }
    columns: { person: pseudonym }
    measures: { amount: { type: "decimal(14,2)", unit: coin, adds_over: [time, members] } }
    """,
    "pipelines/claims.yaml": """
    pipeline: claims
    description: { en: Claims, th: คำขอ }
    source: { csv: { path: "in/*.csv" } }
    slice: { by: month, of: submitted, part: office }
    load: claim
    columns:
      submitted: { from: day, date: yyyy-MM-dd }
      office: { from: office, lookup: office.code, not_found: infer }
      person: { from: id, pseudonym_of: thai_citizen_id }
      amount: { from: amount, minimum: 0 }
    totals: [amount]
    checks:
      - { order: [submitted, decided] }
      - { not_before: submitted, in: opening, by: [office] }
    """,
    "pipelines/offices.yaml": """
    pipeline: offices
    description: { en: Offices, th: สำนักงาน }
    source: { csv: { path: offices.csv } }
    load: office
    columns:
      code: { from: code }
      kind: { from: kind }
      province: { from: province, lookup: province.code }
      valid_from: { from: day, date: yyyy-MM-dd }
    """,
]

/// Writes a project's files, reads it and returns it with the text of every diagnostic.
func load(_ files: [String: String]) throws -> (project: Project?, diagnostics: [String]) {
    try withTemporaryDirectory { directory in
        for (path, text) in files {
            let file = URL(filePath: directory).appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let collector = DiagnosticCollector()
        let project = Project.load(directory, collector: collector)
        return (project, collector.sorted.map(\.description))
    }
}
