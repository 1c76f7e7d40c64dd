import Foundation
import TestSupport

/// The files of the second project of the end-to-end tests: one fact, one feed with bad rows.
func libraryProject() throws -> [String: String] {
    let folder = repositoryDirectory + "/Tests/EndToEndTests/Fixtures/library"
    var files: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
        var isDirectory = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isDirectory),
            !isDirectory.boolValue
        else { continue }
        files[path] = try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
    }
    return files
}

/// A project whose dimension of shops is fed by a pipeline and whose sales name persons.
let shopProject = [
    "uptake.yaml": """
    project: shops
    title: { en: Shops, th: ร้าน }
    organisation: { en: Nobody, th: ไม่มี }
    time_zone: Asia/Bangkok
    pseudonym_key: { file: key }
    connections:
      till: { environment: TILL_URL }
    units:
      coin: { en: coins, th: เหรียญ }
    """,
    "warehouse/dimensions/date.yaml": """
    dimension: date
    description: { en: Days, th: วัน }
    calendar: { from: 2023, to: 2025, fiscal_year_starts: 10 }
    """,
    "warehouse/dimensions/town.yaml": """
    dimension: town
    description: { en: Towns, th: เมือง }
    key: [code]
    columns: { code: text, name_en: text, name_th: text }
    members: reference/town.csv
    """,
    "warehouse/reference/town.csv": "code,name_en,name_th\nv,Vienna,เวียนนา\nb,Bangkok,กรุงเทพ\n",
    "warehouse/dimensions/shop.yaml": """
    dimension: shop
    description: { en: Shops, th: ร้าน }
    key: [code]
    history: { size: version }
    columns: { code: text, name_en: text, name_th: text, size: text, rent: "decimal(8,2)", surveyed: timestamp, town: { references: town } }
    """,
    "warehouse/facts/sale.yaml": """
    fact: sale
    description: { en: Sales. One row per receipt., th: การขาย }
    grain: [number]
    distribute_by: number
    event: sold
    dimensions: { sold: date, returned: { dimension: date, optional: true }, shop: shop }
    columns:
      number: text
      buyer: { type: pseudonym, optional: true }
      logged: { type: timestamp, optional: true }
      note: { type: text, optional: true }
    measures:
      amount: { type: "decimal(14,2)", unit: coin, adds_over: [time, members] }
      points: { type: bigint, unit: coin, adds_over: [time, members], optional: true }
    """,
    "pipelines/shops.yaml": """
    pipeline: shops
    description: { en: Shops, th: ร้าน }
    source: { csv: { path: in/shops.csv } }
    load: shop
    columns:
      code: { from: code }
      name_en: { from: name }
      name_th: { from: name }
      size: { from: size }
      rent: { from: rent }
      surveyed: { from: surveyed, date: "yyyy-MM-dd HH:mm:ss" }
      town: { from: town, lookup: town.code }
      valid_from: { from: since, date: yyyy-MM-dd }
    rejects: { at_most: 50%, minimum_rows: 1 }
    """,
    "pipelines/sales.yaml": """
    pipeline: sales
    description: { en: Sales, th: การขาย }
    source: { csv: { path: "in/sales*.csv" } }
    slice: { by: month, of: sold, part: shop }
    load: sale
    columns:
      number: { from: no }
      sold: { from: day, date: yyyy-MM-dd }
      returned: { from: back, date: yyyy-MM-dd }
      shop: { from: shop, lookup: shop.code, not_found: infer }
      buyer: { from: id, pseudonym_of: thai_citizen_id }
      amount: { from: amount, minimum: 0 }
    totals: [amount]
    checks:
      - { order: [sold, returned] }
    rejects: { at_most: 50%, minimum_rows: 1 }
    """,
    "in/shops.csv": "code,name,size,rent,surveyed,town,since\n",
    "in/sales.csv": "no,day,back,shop,id,amount\n",
]

/// The deliveries of the shops, in the columns of its two feeds.
func shops(_ rows: String...) -> String {
    "code,name,size,rent,surveyed,town,since\n" + rows.map { $0 + "\n" }.joined()
}
func sales(_ rows: String...) -> String { "no,day,back,shop,id,amount\n" + rows.map { $0 + "\n" }.joined() }
