import TestSupport

/// A project with one feed that uses every kind of column.
let visitProject = [
    "uptake.yaml": """
    project: visits
    title: { en: Visits, th: ทดลอง }
    organisation: { en: Nobody, th: ไม่มี }
    time_zone: Asia/Bangkok
    pseudonym_key: { file: key }
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
    "warehouse/reference/town.csv":
        "code,name_en,name_th\nv,Vienna,เวียนนา\nb,Bangkok,กรุงเทพ\ns1,Springfield,ก\ns2,Springfield,ข\n",
    "warehouse/dimensions/shop.yaml": """
    dimension: shop
    description: { en: Shops, th: ร้าน }
    key: [code]
    history: { size: version }
    columns: { code: text, name_en: text, name_th: text, size: text }
    members: reference/shop.csv
    """,
    "warehouse/reference/shop.csv": """
    code,name_en,name_th,size,valid_from
    7,Seven,เจ็ด,small,2023-01-01
    7,Seven,เจ็ด,large,2024-02-01
    8,Eight,แปด,small,2023-07-01
    9,Nine,เก้า,tiny,2024-09-01

    """,
    "warehouse/dimensions/profile.yaml": """
    dimension: profile
    description: { en: Profiles, th: กลุ่ม }
    key: [band, sex]
    columns: { band: text, sex: text }
    members: reference/profile.csv
    """,
    "warehouse/reference/profile.csv": "band,sex\na,male\na,female\nb,male\nab,female\n",
    "warehouse/reference/service.csv": "shop,again\n7,true\n7,false\n8,true\n9,false\n",
    "warehouse/facts/visit.yaml": """
    fact: visit
    description: { en: Visits. One row per visit., th: การเยี่ยม }
    grain: [number]
    distribute_by: number
    event: made
    dimensions:
      made: date
      ended: { dimension: date, optional: true }
      shop: shop
      town: { dimension: town, optional: true }
      profile: profile
    columns:
      number: text
      buyer: { type: pseudonym, optional: true }
      logged: { type: timestamp, optional: true }
      born: { type: date, optional: true }
      again: { type: boolean, optional: true }
      note: { type: text, optional: true }
    measures:
      amount: { type: "decimal(9,2)", unit: coin, adds_over: [time, members], optional: true }
      points: { type: integer, unit: coin, adds_over: [time, members] }
    """,
    "pipelines/visits.yaml": """
    pipeline: visits
    description: { en: Visits, th: การเยี่ยม }
    source: { csv: { path: in/visits.csv } }
    slice: { by: month, of: made }
    load: visit
    columns:
      number: { from: no, pattern: "[A-Z][0-9]+" }
      made: { from: day, date: dd/MM/yyyy, calendar: buddhist }
      ended: { from: end, date: yyyy-MM-dd }
      shop: { from: shop, lookup: shop.code }
      town: { from: town, lookup: town.name_en, not_found: missing, map: { Wien: Vienna, "-": "" } }
      profile: { from: [band, sex], lookup: profile, map: { m: male, f: female } }
      buyer: { from: id, pseudonym_of: thai_citizen_id }
      logged: { from: logged, date: "yyyy-MM-dd HH:mm" }
      born: { from: born, date: d.M.yyyy }
      again: { from: again }
      note: { from: note, map: { "n/a": "" } }
      amount: { from: amount, minimum: 0, thousands: "," }
      points: { from: points, maximum: 100 }
    totals: [amount]
    checks:
      - { order: [made, ended] }
      - { allowed: [shop, again], in: service }
    rejects: { at_most: 100% }
    """,
]

/// The columns of the feed.
let visitColumns = [
    "no", "day", "end", "shop", "town", "band", "sex", "id", "logged", "born", "again", "note", "amount", "points",
]

/// A row of the feed: most of its values are right, some are missing, some are wrong in one of many ways.
func visit(number: Int, _ random: inout Randomness) -> [String] {
    func pick(_ right: [String], _ wrong: [String]) -> String { random.pick(random.next() % 14 == 0 ? wrong : right) }
    let (day, month) = (1 + random.next() % 28, 1 + random.next() % 12)
    func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let shop = pick(["7", "7", "8", "9"], ["", "07", "10"])
    let amount = random.next() % 3_000_000
    return [
        pick(["A\(number)"], ["", "a\(number)", "A\(number)x", "A"]),
        pick(
            ["\(two(day))/\(two(month))/\(2566 + random.next() % 3)", "29/02/2567", "๐๑/๑๒/๒๕๖๖"],
            [
                "", "29/02/2568", "31/04/2567", "01/13/2567", "01/01/2024", "01/01/3106", "01/01/2565", "31/12/2569",
                "1/1/2567", "2567-01-01", "01/01/2567 ", "00/01/2567",
            ]),
        pick(
            ["", "\(2024 + random.next() % 2)-\(two(month))-\(two(day))", "2025-12-31"],
            ["2567-01-01", "2023-02-29", "1899-12-31", "2026-01-01", "2024-1-01", "20240101"]),
        shop, pick(["Vienna", "Wien", "Bangkok", "-", ""], ["Springfield", "Nowhere", "vienna"]),
        pick(["a"], ["", "b", "ab"]), pick(["m", "f", "male"], ["", "x", "bmale"]),
        pick(
            ["1101700234568", "1-2345-67890-12-1", "๑๒๓๔๕๖๗๘๙๐๑๒๑", "1760313721591", ""],
            [
                "1101700234569", "110170023456", "11017002345680", "1.10E+12", "1111111111111", "passport",
                "1 1017 00234 56 0",
            ]),
        pick(
            ["", "2024-06-01 00:00", "1999-12-31 23:59", "2024-02-29 12:30", "๒๐๒๔-๐๒-๒๙ ๑๒:๓๐"],
            [
                "2024-06-01 24:00", "2024-06-01 12:60", "2024-06-31 12:00", "2567-06-01 12:00", "2024-06-01",
                "2024-06-01T12:00",
            ]),
        pick(
            ["", "1.2.1980", "01.02.1980", "29.2.2000", "31.12.1999"],
            ["29.2.1900", "1.2.80", "32.1.1980", "1.2.2523", "1/2/1980"]),
        shop == "8"
            ? pick(["true", "Yes", "1"], ["", "no"])
            : shop == "9" ? pick(["f", "NO"], ["y"]) : pick(["T", "0", "n", "y"], ["ja", "2", "tru"]),
        random.pick([
            "", "plain", "with, comma", "say \"hi\"", "two\nlines", "three\n\nlines", "ภาษาไทย ยาวกว่าสิบหกไบต์",
            "tab\there",
            "\\N", "NULL", "n/a", "exactly sixteen.", "seventeen letters",
        ]),
        pick(
            [
                "", "\(amount / 100).\(two(amount % 100))", "1,234.50", "12", "+7", "5.", ".5", "007.5", "1,234,567.89",
                "๑๒.๕", "3.500",
            ],
            [
                "-3", "-0.01", "12.345", "1e5", "1.2E+12", "abc", "1,23", "10000000", "10,000,000.00", "99999999999",
                "5 ",
                "1.2.3", "-", "9223372036854775808",
            ]),
        pick(["0", "7", "-12", "100", "50.0", "๙"], ["", "101", "1.5", "1,000", "2147483648", "x", "1e2"]),
    ]
}
