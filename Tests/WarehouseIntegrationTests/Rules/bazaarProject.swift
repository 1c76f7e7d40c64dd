import Definitions
import MetricQueries
import Periods
import Postgres
import Rules
import Testing

/// A project of two feeds that must agree: what stalls say they were paid on a day, and what the till took in.
///
/// Orders slices by the day of the order and is compared by the day of payment; stalls become known when an order
/// names them.
let bazaarProject = [
    "uptake.yaml": """
    project: bazaar
    title: { en: Bazaar, th: ตลาด }
    organisation: { en: Nobody, th: ไม่มี }
    time_zone: Asia/Bangkok
    units:
      coin: { en: coins, th: เหรียญ }
    """,
    "warehouse/dimensions/date.yaml": """
    dimension: date
    description: { en: Days, th: วัน }
    calendar: { from: 2023, to: 2026, fiscal_year_starts: 10 }
    """,
    "warehouse/dimensions/stall.yaml": """
    dimension: stall
    description: { en: Stalls, th: แผง }
    key: [code]
    columns: { code: text, owner: text }
    """,
    "warehouse/facts/purchase.yaml": """
    fact: purchase
    description: { en: Purchases, th: การซื้อ }
    grain: [number]
    distribute_by: number
    event: ordered
    dimensions: { ordered: date, paid: { dimension: date, optional: true }, stall: stall }
    columns: { number: text }
    measures: { amount: { type: "decimal(14,2)", unit: coin, adds_over: [time, members], optional: true } }
    """,
    "warehouse/facts/takings.yaml": """
    fact: takings
    description: { en: Takings, th: รายรับ }
    grain: [taken, stall]
    distribute_by: stall
    event: taken
    dimensions: { taken: date, stall: stall }
    measures: { amount: { type: "decimal(14,2)", unit: coin, adds_over: [time, members] } }
    """,
    "pipelines/stalls.yaml": """
    pipeline: stalls
    description: { en: Stalls, th: แผง }
    source: { csv: { path: in/stalls.csv } }
    load: stall
    columns: { code: { from: code }, owner: { from: owner } }
    """,
    "pipelines/purchases.yaml": """
    pipeline: purchases
    description: { en: Purchases, th: การซื้อ }
    source: { csv: { path: "in/purchases*.csv" } }
    slice: { by: month, of: ordered }
    expected: { every: month, from: 2024-01, due: 5 days }
    load: purchase
    columns:
      number: { from: no }
      ordered: { from: ordered, date: yyyy-MM-dd }
      paid: { from: paid, date: yyyy-MM-dd }
      stall: { from: stall, lookup: stall.code, not_found: infer }
      amount: { from: amount }
    """,
    "pipelines/takings.yaml": """
    pipeline: takings
    description: { en: Takings, th: รายรับ }
    source: { csv: { path: "in/takings*.csv" } }
    slice: { by: month, of: taken }
    expected: { every: month, from: 2024-01, due: 5 days }
    load: takings
    columns:
      taken: { from: taken, date: yyyy-MM-dd }
      stall: { from: stall, lookup: stall.code, not_found: missing }
      amount: { from: amount }
    """,
    "reports/metrics/money.yaml": """
    metrics:
      - { name: paid_amount, type: simple, fact: purchase, agg: sum, of: amount, date: paid, label: { en: Paid, th: จ่าย } }
      - { name: taken_amount, type: simple, fact: takings, agg: sum, of: amount, label: { en: Taken, th: รับ } }
    """,
    "warehouse/rules/paid_is_taken.yaml": """
    rule: paid_is_taken
    description: { en: What was paid is not what was taken., th: ยอดจ่ายไม่ตรงกับยอดรับ }
    compare: { metrics: [paid_amount, taken_amount], by: [date.date, stall.code], tolerance: 0.01 }
    severity: reject
    message: { en: Count the till again., th: โปรดนับเงินใหม่ }
    """,
    "warehouse/rules/unknown_stalls.yaml": """
    rule: unknown_stalls
    description: { en: Purchases at stalls that nobody knows., th: การซื้อที่แผงซึ่งไม่มีใครรู้จัก }
    orphans: { fact: purchase, role: stall, sum: amount }
    severity: warn
    message: { en: Have the stall registered., th: โปรดขึ้นทะเบียนแผง }
    """,
    "in/stalls.csv": "code,owner\na,Ann\nb,Bob\n",
]

func purchases(_ rows: String...) -> String { "no,ordered,paid,stall,amount\n" + rows.map { $0 + "\n" }.joined() }
func takings(_ rows: String...) -> String { "taken,stall,amount\n" + rows.map { $0 + "\n" }.joined() }

extension Trial {
    /// Runs every pipeline, then the rules, as `uptake run` does.
    @discardableResult
    func runAll() throws -> [RuleStatus] {
        for pipeline in try project().pipelinesInOrder { try run(pipeline.name.value) }
        return try judge()
    }

    /// Holds the rules against what is published.
    @discardableResult
    func judge() throws -> [RuleStatus] {
        try RuleRun(try project()).run(on: try Connection(connecting: conninfo))
    }

    /// The results of a rule in one line each: period, state, how many were compared and found, the sums, the first day.
    func results(_ rule: String) throws -> [String] {
        try RuleList(try project()).results(of: rule, on: try Connection(connecting: conninfo)).map { result in
            ([result.period, result.state, "\(result.findings) of \(result.compared)"]
                + [result.left, result.right, result.firstDay, result.reason].compactMap { $0 })
                .joined(separator: " ")
        }
    }

    func findings(_ rule: String) throws -> [String] {
        try RuleList(try project()).findings(of: rule, on: try Connection(connecting: conninfo)).map { finding in
            [
                finding.day, finding.members, finding.left, finding.right, finding.source,
                finding.line.map { "\($0)" },
            ].map { $0 ?? "–" }.joined(separator: " | ")
        }
    }

    /// What keeps facts from being complete in a period.
    func gaps(_ facts: [String], _ period: String, asOf: Knowledge = .current) throws -> [String] {
        try Completeness(try project(), asOf: asOf, on: try Connection(connecting: conninfo))
            .missing(facts: facts, in: try #require(Period(period))).map(\.description)
    }

    /// A figure with its marks, as `uptake metric` prints it.
    func figure(_ metric: String, _ period: String, by: [String] = []) throws -> [String] {
        let project = try project()
        let connection = try Connection(connecting: conninfo)
        let engine = MetricEngine(
            project: project, completeness: try Completeness(project, on: connection),
            versions: try PublishedVersions(project, on: connection))
        let table = try engine.table(
            MetricRequest(
                metrics: [metric], by: by.map { AttributePath($0) },
                period: try #require(Period(period, fiscal: project.fiscalCalendar)), language: .english),
            on: connection)
        func text(_ row: MetricRow) -> String {
            let cell = row.cells[0]
            let value = cell.value.map { "\($0)" } ?? cell.state?.text ?? "?"
            return (row.members.map { $0 ?? "–" } + [value, cell.marks.text]).filter { !$0.isEmpty }
                .joined(separator: " ")
        }
        return by.isEmpty ? [text(table.total)] : table.rows.map(text)
    }
}
