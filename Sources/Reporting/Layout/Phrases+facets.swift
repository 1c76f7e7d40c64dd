package import MetricQueries

extension Phrases {
    /// How a table calls what is told beside a figure.
    package func heading(of facet: MetricFacet) -> String {
        switch facet {
        case .marks: pick("Marks", "เครื่องหมาย")
        case .numerator: pick("Numerator", "ตัวตั้ง")
        case .denominator: pick("Denominator", "ตัวหาร")
        case .count: "n"
        case .countBefore: pick("n before", "n ช่วงก่อน")
        case .base: pick("Base", "ฐานตัวอย่าง")
        case .low: pick("95 % from", "95 % ตั้งแต่")
        case .high: pick("95 % to", "95 % ถึง")
        case .target: pick("Target", "เป้าหมาย")
        case .gap: pick("Gap to the target", "ผลต่างจากเป้าหมาย")
        case .period: pick("Months compared", "เดือนที่เปรียบเทียบ")
        }
    }

    /// How a column of the natural key behind a name is called: `Branch: key`.
    package func key(of attribute: String, column: String?) -> String {
        "\(attribute): \(pick("key", "รหัส"))" + (column.map { " (\($0))" } ?? "")
    }

    /// How a column says how many a sample has, by the words for what was counted.
    package func size(of counted: String?) -> String { counted.map { "n: \($0)" } ?? "n" }
    package var gapUnit: String { pick("Gap in", "หน่วยของผลต่าง") }
}
