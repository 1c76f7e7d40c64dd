package import Definitions
package import Periods

/// The engine's own words in a workbook; all others come from definitions.
package struct Phrases: Sendable {
    private let language: Language

    package init(_ language: Language) {
        self.language = language
    }

    package var cover: String { pick("Cover", "ปก") }
    package var contents: String { pick("Contents", "สารบัญ") }
    package var contentsIntroduction: String {
        pick("Choose a sheet to go to it.", "เลือกชื่อแผ่นงานเพื่อเปิดแผ่นงานนั้น")
    }
    package var backToContents: String { pick("Back to contents", "กลับไปสารบัญ") }
    package var sheet: String { pick("Sheet", "แผ่นงาน") }
    package var whatItShows: String { pick("What it shows", "เนื้อหา") }
    package var rows: String { pick("Rows", "จำนวนแถว") }
    package var total: String { pick("Total", "รวม") }
    package var unknownMember: String { pick("Not stated", "ไม่ระบุ") }

    package var period: String { pick("Period", "ช่วงเวลา") }
    package var languageLabel: String { pick("Language", "ภาษา") }
    package var languageName: String { pick("English", "ไทย") }
    package var preparedBy: String { pick("Prepared by", "จัดทำโดย") }
    package var contact: String { pick("Contact", "ติดต่อ") }
    package var dataAsOf: String { pick("Data as of", "ข้อมูล ณ วันที่") }
    package var dataVersion: String { pick("Data version", "รุ่นของข้อมูล") }
    package var definitionVersion: String { pick("Version of the definitions", "รุ่นของคำนิยาม") }
    package var profile: String { pick("Edition", "ฉบับ") }
    package var filters: String { pick("Filters", "เงื่อนไขการคัดเลือก") }
    package var noFilters: String { pick("None: all records of the period", "ไม่มี: ใช้ทุกรายการในช่วงเวลา") }
    package var readOnly: String { pick("How to read it", "วิธีอ่าน") }

    package var notes: String { pick("Notes", "หมายเหตุ") }
    package var notesTitle: String { pick("Notes and symbols", "หมายเหตุและสัญลักษณ์") }
    package var note: String { pick("Note", "คำอธิบาย") }
    package var about: String { pick("About", "เรื่อง") }
    package var number: String { pick("No.", "ลำดับ") }
    package var definitions: String { pick("Definitions", "คำนิยาม") }
    package var definitionsTitle: String { pick("Definitions of the figures", "คำนิยามของตัวเลข") }
    package var definitionsIntroduction: String {
        pick(
            "What each figure counts, how it is computed, and what it is a share of.",
            "ตัวเลขแต่ละตัวนับอะไร คำนวณอย่างไร และเทียบกับฐานใด")
    }
    package var figure: String { pick("Figure", "ตัวเลข") }
    package var meaning: String { pick("Meaning", "ความหมาย") }
    package var formula: String { pick("Formula", "สูตร") }
    package var base: String { pick("Base (denominator)", "ฐาน (ตัวหาร)") }
    package var unit: String { pick("Unit", "หน่วย") }
    package var source: String { pick("Source", "แหล่งข้อมูล") }

    package func grain(_ grain: PeriodGrain) -> String {
        switch grain {
        case .day: pick("Day", "วัน")
        case .month: pick("Month", "เดือน")
        case .quarter: pick("Quarter", "ไตรมาส")
        case .fiscalQuarter: pick("Fiscal quarter", "ไตรมาสของปีงบประมาณ")
        case .year: pick("Year", "ปี")
        case .fiscalYear: pick("Fiscal year", "ปีงบประมาณ")
        }
    }

    package var basePeriod: String { pick("Base period", "ช่วงเวลาฐาน") }
    package var baseValue: String { pick("Base value", "ค่าฐาน") }
    package var change: String { pick("Change", "การเปลี่ยนแปลง") }
    package var changeUnit: String { pick("Change in", "หน่วยของการเปลี่ยนแปลง") }
    package var publishedIn: String { pick("Source", "แหล่งอ้างอิง") }

    /// The sentences that describe a chart to those who cannot see it.
    package func describe(_ kind: ChartDocument.Kind, title: String, highest: String, lowest: String)
        -> String
    {
        let shape =
            switch kind {
            case .bar: pick("Bar chart", "แผนภูมิแท่งแนวนอน")
            case .column: pick("Column chart", "แผนภูมิแท่ง")
            case .stackedColumn: pick("Stacked column chart", "แผนภูมิแท่งซ้อน")
            case .line: pick("Line chart", "แผนภูมิเส้น")
            }
        return pick(
            "\(shape): \(title). Highest: \(highest). Lowest: \(lowest).",
            "\(shape): \(title) สูงสุด: \(highest) ต่ำสุด: \(lowest)")
    }

    package func firstRows(_ count: Int) -> String { pick("first \(count) rows", "\(count) แถวแรก") }

    package var firstEdition: String {
        pick("First edition of this workbook for this period.", "ฉบับแรกของรายงานนี้สำหรับช่วงเวลานี้")
    }
    package func changedData(since day: String) -> String {
        pick("The data have changed since the edition of \(day).", "ข้อมูลเปลี่ยนแปลงจากฉบับวันที่ \(day)")
    }
    package func changedDefinitions(since day: String) -> String {
        pick("The definitions have changed since the edition of \(day).", "คำนิยามเปลี่ยนแปลงจากฉบับวันที่ \(day)")
    }
    package var whatChanged: String { pick("What changed", "สิ่งที่เปลี่ยนแปลง") }
    package var aboutThis: String { pick("About this report", "เกี่ยวกับรายงาน") }
    package var report: String { pick("Report", "รายงาน") }

    package var wholeReport: String { pick("Whole report", "ทั้งรายงาน") }
    package var seeFormula: String { pick("As the formula says", "ตามสูตร") }

    package func earlier(_ offset: OffsetDefinition) -> String {
        let unit =
            switch offset.unit {
            case .day: pick("day", "วัน")
            case .month: pick("month", "เดือน")
            case .quarter: pick("quarter", "ไตรมาส")
            case .year: pick("year", "ปี")
            }
        return pick(
            "\(offset.count) \(unit)\(offset.count == 1 ? "" : "s") earlier", "\(offset.count) \(unit)ก่อนหน้า")
    }

    package func against(_ period: String) -> String { pick("in \(period)", "ใน \(period)") }

    /// The earlier value in a formula: `the same, 1 year earlier`.
    package func theSame(_ base: String) -> String { pick("the same, \(base)", "ตัวเลขเดียวกัน \(base)") }

    package func cumulated(_ label: String, from: String?) -> String {
        guard let from else {
            return pick("\(label), up to the end of the period", "\(label) สะสมถึงสิ้นช่วงเวลา")
        }
        return pick(
            "\(label), from \(from) to the end of the period", "\(label) สะสมตั้งแต่ \(from) ถึงสิ้นช่วงเวลา")
    }

    package var controlTotals: String { pick("Control totals", "ยอดควบคุม") }
    package var controlTotalsTitle: String {
        pick("Control totals of the deliveries", "ยอดควบคุมของข้อมูลที่รับเข้า")
    }
    package var controlTotalsIntroduction: String {
        pick(
            "Nothing vanishes: for each delivery, read = loaded + rejected + duplicate.",
            "ไม่มีรายการใดสูญหาย: ทุกชุดข้อมูล จำนวนที่อ่าน = บรรจุ + ปฏิเสธ + ซ้ำ")
    }
    package var controlTotalsHidden: String {
        pick(
            "Where [c] stands this holds too, but what was loaded tells of few persons, or would let it be worked out elsewhere.",
            "ช่องที่เป็น [c] ยอดยังคงตรงกัน แต่จำนวนที่บรรจุเปิดเผยข้อมูลของบุคคลจำนวนน้อย หรือใช้คำนวณย้อนไปหาตัวเลขเช่นนั้นได้")
    }
    package var delivery: String { pick("Delivery", "ชุดข้อมูล") }
    package var feed: String { pick("Feed", "สายข้อมูล") }
    package var file: String { pick("File", "แฟ้ม") }
    package var from: String { pick("From", "ตั้งแต่วันที่") }
    package var to: String { pick("To", "ถึงวันที่") }
    package var measured: String { pick("Counted", "สิ่งที่นับ") }
    package var read: String { pick("Read", "อ่าน") }
    package var loaded: String { pick("Loaded", "บรรจุ") }
    package var rejected: String { pick("Rejected", "ปฏิเสธ") }
    package var duplicate: String { pick("Duplicate", "ซ้ำ") }
    package var difference: String { pick("Difference", "ผลต่าง") }
    package var percent: String { pick("%", "ร้อยละ") }
    /// How a heading says that a member is shown as it is today, not as it was on a row's day.
    package var asItIsToday: String { pick("as it is today", "ตามโครงสร้างปัจจุบัน") }
    /// How a label says that it is in percentage points.
    package var points: String { pick("points", "จุด") }
    package var percentagePoints: String { pick("percentage points", "จุดร้อยละ") }

    /// What the formula of a ratio says of the sample that it comes from.
    package func sample(_ sample: SampleStatistics, base: String) -> String {
        let mark = pick(
            "[u] below \(sample.minimumBase) (\(base))", "[u] เมื่อต่ำกว่า \(sample.minimumBase) (\(base))")
        switch sample.interval?.value {
        case .t: return pick("95 % interval: Student's t; \(mark)", "ช่วงเชื่อมั่น 95 %: Student's t; \(mark)")
        case .wilson: return pick("95 % interval: Wilson; \(mark)", "ช่วงเชื่อมั่น 95 %: Wilson; \(mark)")
        case nil: return mark
        }
    }

    /// What the formula of a count or sum says of small ones: `[c] for 1–4`.
    package func hidden(_ control: DisclosureDefinition) -> String {
        let counts = control.below == 2 ? "1" : "1–\(control.below - 1)"
        let measure = control.measure.map { " (\($0.value))" } ?? ""
        return pick("[c] for \(counts)\(measure)", "[c] เมื่อเป็น \(counts)\(measure)")
    }

    /// How a row of an unfinished period says which months its changes compare.
    package func compared(_ months: String) -> String { pick("changes: \(months)", "เปลี่ยนแปลง: \(months)") }
    /// How a table calls the two ends of an interval in one column.
    package var interval: String { pick("95 % interval", "ช่วงเชื่อมั่น 95 %") }

    package func profileName(_ profile: WorkbookDocument.Profile) -> String {
        switch profile {
        case .management: pick("Management", "สำหรับผู้บริหาร")
        case .publication: pick("Publication", "สำหรับเผยแพร่")
        }
    }

    /// Writes a footer of at most 254 bytes, which is what the library holds; a longer title is cut.
    package func pageFooter(_ title: String, font: String) -> String {
        let page = "&R" + font + " " + pick("Page &P of &N", "หน้า &P จาก &N")
        // The ampersand begins a code in a footer.
        var plain = title.replacing("&", with: "&&")
        while "&L\(font) \(plain)\(page)".utf8.count > 254, !plain.isEmpty { plain.removeLast() }
        return "&L\(font) \(plain)\(page)"
    }

    package func meaning(of symbol: StatisticalSymbol) -> String {
        switch symbol {
        case .notApplicable:
            pick("Not applicable: the figure cannot exist here", "ไม่เกี่ยวข้อง: ไม่อาจมีตัวเลขในช่องนี้ได้")
        case .notAvailable: pick("Not available: there is no data", "ไม่มีข้อมูล")
        case .confidential:
            pick(
                "Confidential: the number would tell about few persons, or another such number would follow from it",
                "ปกปิด: ตัวเลขนี้อาจเปิดเผยข้อมูลของบุคคลจำนวนน้อย หรือใช้คำนวณย้อนไปหาตัวเลขเช่นนั้นได้")
        case .provisional: pick("Provisional: may still change", "ตัวเลขเบื้องต้น: อาจเปลี่ยนแปลงได้")
        case .lowReliability: pick("Low reliability: based on few cases", "ความเชื่อถือได้ต่ำ: มีจำนวนตัวอย่างน้อย")
        case .revised: pick("Revised since the last edition", "ปรับปรุงจากฉบับก่อน")
        }
    }

    func pick(_ english: String, _ thai: String) -> String {
        switch language {
        case .english: english
        case .thai: thai
        }
    }
}
